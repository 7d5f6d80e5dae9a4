"""A stranger's Wagtail site (tests/testapp) installs the plugins; its tests run under its own settings."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from tests.proof import proof_size

HERE = Path(__file__).resolve().parent / "testapp"


# As tests/testapp/stranger/settings.py knows them.
KINDS = ("all apps", "only petitions", "his own events")


@pytest.mark.proof
@pytest.mark.parametrize("kind", KINDS[: proof_size(1, len(KINDS))])
def test_a_strangers_site_runs_with_the_plugins(kind):
    # In memory as ours are: each step of his migrations is a commit, and waits for the disk. Beside ours, and
    # gone at the end: what is his is not searched with what we hold.
    place = tempfile.TemporaryDirectory(prefix="countersign-stranger-", dir=Path(settings.DATA_DIR).parent)
    with place as data:
        done = _run(data, kind)

    assert done.returncode == 0, done.stdout + done.stderr


def _run(data: str, kind: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    for name in ("DATABASE_URL", "KEYSTORE_URL"):
        kept.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", HERE / "pytest.ini", "--confcutdir", HERE, HERE],
        cwd=HERE,
        env={**kept, "STRANGER_DATA": data, "STRANGER_KIND": kind},
        capture_output=True,
        text=True,
        check=False,
    )
