"""Starts what is measured: our site, the stock Wagtail peer and the bare limit, each on its own gunicorn."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.dev_keys import main as make_dev_keys

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
# Four web writers are what SQLite is supported with.
THREADS = 2


@dataclass(frozen=True)
class Project:
    """One Django project: its settings, its WSGI module, and the environment that names its databases."""

    name: str
    settings: str
    wsgi: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run one management command of this project and return what it printed."""
        return self.run_module("django", *arguments)

    def run_module(self, module: str, *arguments: str) -> str:
        """Run ``python -m module`` with this project's settings and return what it printed."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.full_environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{self.name}: {module} {' '.join(arguments)} failed\n{done.stderr}")
        return done.stdout

    def full_environment(self) -> dict[str, str]:
        """This machine's environment with the project's own on top."""
        path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
        return {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": self.settings, **self.environment}


@contextmanager
def serve(project: Project, port: int | None = None) -> Iterator[int]:
    """Serve ``project`` on this machine with 2 processes of 2 threads, on a free port where none is named;
    yields the port.
    """
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", project.wsgi),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
        *("--worker-class", "gthread", "--threads", str(THREADS), "--keep-alive", "30"),
        *("--log-level", "error"),
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=project.full_environment())
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def development_environment(data_dir: Path, databases: dict[str, str]) -> dict[str, str]:
    """Settings of a throw-away site in ``data_dir`` whose limits are out of the load's way.

    Proof of work stays off: it is there to slow exactly this kind of visitor down.
    """
    make_dev_keys(data_dir / "keys")
    return {
        "DATA_DIR": str(data_dir),
        "DEBUG": "0",
        "BASE_URL": "http://localhost",
        "MAIL_URL": "smtp://localhost:1025",
        "ALLOWED_HOSTS": "localhost",
        "SIGN_LOAD_PER_MINUTE": "100000000",
        **{
            f"{name}_FILE": str(data_dir / "keys" / name.lower())
            for name in ("SECRET_KEY", "KEK", "IDX", "SIG")
        },
        **databases,
    }


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until each process has answered, a minute at most: it listens before it has loaded the site."""
    until = time.monotonic() + 60
    answers = 0
    while answers < 4 * WORKERS:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the server under test did not start")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as visitor:
                visitor.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answers += visitor.recv(12) != b""
        except OSError:
            time.sleep(0.1)
