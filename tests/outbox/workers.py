"""Workers that are processes of their own, to be killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connections

from tests.outbox.sink import Sink

ROOT = Path(__file__).resolve().parents[2]


def start_worker(module: str, port: int) -> subprocess.Popen[bytes]:
    """A worker of its own, as in production: real SMTP, no DEBUG."""
    names = {f"TEST_{alias.upper()}": str(connections[alias].settings_dict["NAME"]) for alias in connections}
    environment = {
        **os.environ,
        **names,
        "DEBUG": "0",
        "MAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAIL_PER_SECOND": "1000",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    return subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, env=environment)


def wait_for(sink: Sink, more: int, worker: subprocess.Popen[bytes]) -> None:
    """Until the server has taken so many more, or the worker is through."""
    until, goal = time.monotonic() + 60, len(sink.raw) + more
    while len(sink.raw) < goal and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
