"""The wheel in sites that `wagtail start` makes: each kind installs, serves a sign-up, and uninstalls."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.host import ROOT, VARIANTS, Host, make_environment
from tests.proof import proof_size, record_figure


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """The Python of an environment that holds our wheel and nothing else of ours."""
    place = tmp_path_factory.mktemp("wheel")
    build = ["pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w", place, "."]
    # From what is committed or about to be: a copy, for building leaves its own files behind.
    source = place / "source"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("site/", "tests/", "docs/")):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run([sys.executable, "-m", *build], cwd=source, check=True, capture_output=True)
    [wheel] = place.glob("*.whl")
    return make_environment(place / "environment", wheel)


@pytest.mark.proof
@pytest.mark.parametrize(
    "variant", VARIANTS[: proof_size(1, len(VARIANTS))], ids=lambda variant: variant.name
)
def test_every_kind_of_host_installs_serves_and_uninstalls(python, variant, tmp_path):
    """At the small size one host is made and checked; migrating takes a minute each."""
    host = Host(tmp_path / "host", python, variant)
    host.start()
    host.install()
    host.manage("check", "--fail-level", "WARNING")
    if not proof_size(0, 1):
        return
    host.migrate()
    host.manage("makemigrations", "--check", "--dry-run")
    assert host.drive("serve") == "done\n"
    host.uninstall()
    host.manage("check", "--fail-level", "WARNING")
    assert host.drive("after") == "done\n"
    record_figure(f"plugin set: a fresh site, {variant.name} / served a sign-up and uninstalled", "1 of 1")
