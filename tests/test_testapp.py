"""A stranger's Wagtail site (tests/testapp) installs the plugins; its tests run under its own settings."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).resolve().parent / "testapp"


def test_a_strangers_site_runs_with_the_plugins():
    # In memory as ours are: each step of his migrations is a commit, and waits for the disk.
    data = Path(settings.DATA_DIR) / "stranger"
    data.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    for name in ("DATABASE_URL", "KEYSTORE_URL"):
        kept.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", HERE / "pytest.ini", "--confcutdir", HERE, HERE],
        cwd=HERE,
        env={**kept, "STRANGER_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
