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
def test_every_kind_of_host_installs_serves_and_uninstalls(python, tmp_path):
    """At the small size one host is made and checked; migrating takes a minute each."""
    is_whole = proof_size(0, 1)
    variants = VARIANTS[: proof_size(1, len(VARIANTS))]
    for number, variant in enumerate(variants):
        host = Host(tmp_path / f"host-{number}", python, variant)
        host.start()
        host.install()
        host.manage("check", "--fail-level", "WARNING")
        if is_whole:
            host.migrate()
            host.manage("makemigrations", "--check", "--dry-run")
            assert host.drive("serve") == "done\n"
            host.uninstall()
            host.manage("check", "--fail-level", "WARNING")
            assert host.drive("after") == "done\n"
    if is_whole:
        names = ", ".join(variant.name for variant in variants)
        record_figure(f"plugin set: fresh sites ({names}) / each served and uninstalled", len(variants))
