"""A process that has loaded Django once, and forks each one that a test starts: real ones, to be killed.

To load it costs five seconds of a core, and a test of kills starts up to six workers.

    python -m tests.warm

It reads a line for each process to fork (``command run_worker``, ``module tests.outbox.process``), and says
``began PID`` and, once that process is over, ``ended PID CODE``, negative for a signal's. The test databases
are those named by TEST_DEFAULT and TEST_KEYSTORE.
"""

import importlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds, for the parent to load


class Forked:
    """A process that was started, with what ``subprocess.Popen`` says of one."""

    def __init__(self, parent: "Parent", pid: int) -> None:
        self.parent, self.pid = parent, pid

    @property
    def returncode(self) -> int | None:
        return self.parent.codes[self.pid]

    def poll(self) -> int | None:
        self.parent.hear(0)
        return self.returncode

    def wait(self, timeout: float = 600) -> int:
        until = time.monotonic() + timeout
        while self.returncode is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(["tests.warm", str(self.pid)], timeout)
            self.parent.hear(0.5)
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Parent:
    """The process with Django loaded, and all it has forked."""

    def __init__(self, **environment: str) -> None:
        names = {f"TEST_{one.alias.upper()}": str(one.settings_dict["NAME"]) for one in connections.all()}
        path = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
        self.codes: dict[int, int | None] = {}
        self._heard = b""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"],
            cwd=ROOT,
            env={**os.environ, **names, **path, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def start(self, kind: str, *words: str) -> Forked:
        """Fork one that runs a management command, or a module's ``run()`` with the words after its name."""
        before = set(self.codes)
        assert self._process.stdin
        self._process.stdin.write(" ".join([kind, *words]).encode() + b"\n")
        until = time.monotonic() + PATIENCE
        while not (begun := self.codes.keys() - before):
            assert self._process.poll() is None
            assert time.monotonic() < until
            self.hear(0.5)
        [pid] = begun
        return Forked(self, pid)

    def hear(self, seconds: float) -> None:
        """Listen so long for news of any of them."""
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return
        news = self._process.stdout.read(65536)
        assert news, "What forks the processes has ended."
        *lines, self._heard = (self._heard + news).split(b"\n")
        for what, pid, *code in (line.split() for line in lines):
            self.codes[int(pid)] = int(code[0]) if what == b"ended" else None

    def end(self) -> None:
        """End it, and with it those that still run."""
        self._process.communicate()


def _fork(words: list[str]) -> int:
    child = os.fork()
    if child:
        return child
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # What it prints is nothing that the test listens for.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    # From here on as a program of its own: its exceptions are printed, its code is that of its end.
    if words[0] == "command":
        call_command(*words[1:])
    else:
        importlib.import_module(words[1]).run(*words[2:])
    sys.exit(0)


def _listen() -> None:
    """Until its input ends, which is also the end of who asks."""
    hears, rings = os.pipe()
    os.set_blocking(rings, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(rings)
    left, running = b"", set()
    while True:
        ready, _, _ = select.select([0, hears], [], [])
        if hears in ready:
            os.read(hears, 4096)
            for pid in sorted(running):
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended:
                    running.remove(pid)
                    os.write(1, f"ended {pid} {os.waitstatus_to_exitcode(status)}\n".encode())
        if 0 in ready:
            asked = os.read(0, 4096)
            if not asked:
                for pid in running:
                    os.kill(pid, signal.SIGKILL)
                return
            *lines, left = (left + asked).split(b"\n")
            for line in lines:
                pid = _fork(line.decode().split())
                running.add(pid)
                os.write(1, f"began {pid}\n".encode())


if __name__ == "__main__":
    django.setup()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = os.environ[f"TEST_{alias.upper()}"]
    _listen()
