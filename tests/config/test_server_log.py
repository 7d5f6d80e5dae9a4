"""gunicorn, as it is shipped, writes down nothing of those who send it requests."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "canary-link-of-somebody"
APP = f"""
def application(environ, start_response):
    if environ["REQUEST_METHOD"] == "HEAD":
        start_response("404 Not Found", [("Content-Length", "4")])
        return [b"body"]
    raise ValueError("canary-message {TOKEN}")
"""


def ask(path: Path, request: bytes) -> bytes:
    with closing(socket.socket(socket.AF_UNIX)) as line:
        line.settimeout(60)
        line.connect(str(path))
        line.sendall(request)
        return line.recv(4096)


def wait_until_it_takes_calls(place: Path, server: subprocess.Popen[bytes]) -> None:
    """The socket's file is there before anybody listens on it."""
    until = time.monotonic() + 60
    while True:
        with closing(socket.socket(socket.AF_UNIX)) as line:
            if line.connect_ex(str(place)) == 0:
                return
        assert server.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_malformed_request_and_a_failing_one_leave_no_trace_of_their_sender(tmp_path):
    (tmp_path / "failing.py").write_text(APP)
    place, log = tmp_path / "socket", tmp_path / "log"
    config = ROOT / "docs" / "operators" / "gunicorn.conf.py"
    command = ["--config", str(config), "--bind", f"unix:{place}", "--workers", "1", "failing"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            stdout=out,
            stderr=out,
        )
        try:
            wait_until_it_takes_calls(place, server)
            broken = ask(place, f"GET /do/{TOKEN} HTTP/9.x\r\n\r\n".encode())
            failed = ask(place, f"GET /do/{TOKEN}/ HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            headed = ask(place, f"HEAD /do/{TOKEN}/ HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        finally:
            server.terminate()
            server.wait(60)
    written = log.read_text()

    assert (broken.split()[1], failed.split()[1]) == (b"400", b"500")
    assert ("canary" in written, "ip=" in written) == (False, False)
    assert "failed: ValueError" in written
    assert headed.split()[1] == b"404"
    # What Django leaves to the server to drop is dropped without a word.
    assert "body" not in written
