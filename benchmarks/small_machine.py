"""``small_machine``: ``manage.py serve`` on SQLite and one core: what it takes an hour, and its memory.

People sign from the other core, as fast as they are answered, and the mails that ask them to confirm go to a
server on this machine as fast as they are written. Once with an empty file of supporters, and once with
100,000 in it. No peer and no limit: the figures are for docs/operators/sizes.md.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.load import run_load
from benchmarks.mail import wait_for
from benchmarks.memory import children_of
from benchmarks.mixed_load import mail_server
from benchmarks.servers import ROOT, Project, free_port
from benchmarks.sign_post import sign_request
from benchmarks.trio import Trio, prepared

ONE_CORE = ("taskset", "-c", "0")
SECONDS = 20.0
CLIENTS = 4
PEOPLE = (0, 100_000)
PER_HOUR = 3600


def run() -> None:
    """A line for each number of people."""
    with prepared("sqlite") as plain, ExitStack() as stack:
        said = {
            "MAIL_URL": f"smtp://127.0.0.1:{stack.enter_context(mail_server())}",
            "MAIL_PER_SECOND": "1000",
            "MAIL_FIRST_PER_HOUR": "1000000",
        }
        trio = replace(plain, ours=replace(plain.ours, environment={**plain.ours.environment, **said}))
        for number, people in enumerate(PEOPLE):
            trio.ours.run_module("benchmarks.mailing_rows", "fill", str(people))
            _one(trio, people, first=10**8 * (number + 1))


def _one(trio: Trio, people: int, *, first: int) -> None:
    with _served(trio.ours) as (port, server):
        request = sign_request(trio, port)
        before = _sent(trio.ours)
        signed = run_load(port=port, make_request=request, seconds=SECONDS, first=first, clients=CLIENTS)
        mailed = _sent(trio.ours) - before
        peak = max(_peak(pid) for pid in (server, *children_of(server)))
    if set(signed.statuses) != {303}:
        raise RuntimeError(f"expected only 303, got {dict(signed.statuses)}")
    print(
        f"bench: small_machine {people:,} people: {signed.rate * PER_HOUR:,.0f} sign-ups and "
        f"{mailed / signed.seconds * PER_HOUR:,.0f} mails an hour at once, peak {peak:.0f} MB",
        flush=True,
    )


@contextmanager
def _served(project: Project) -> Iterator[tuple[int, int]]:
    """Port and process of the embedded default."""
    port = free_port()
    command = [*ONE_CORE, sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env=project.full_environment())
    try:
        wait_for(port, seconds=60)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)


def _sent(project: Project) -> int:
    told = project.run_module("benchmarks.mixed_rows", "after").splitlines()
    return sum(int(line.split()[2]) for line in told if line.startswith("letter sent"))


def _peak(pid: int) -> float:
    """MB that a process held at most."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
