"""``mixed_load``: everything at once for half an hour, on PostgreSQL: rates, times, errors, and memory.

Visitors read and sign, people sign up for an event, Stripe tells of gifts, a mailing is under way and goes
to a mail server on this machine, staff browse. Two web processes and two workers. There is no peer: what is
looked for is an error, and memory that grows. ``--minutes`` says how long; ``--times 2`` is twice as many.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from benchmarks.gift_post import messages, stripe_side, with_stripe
from benchmarks.mail import wait_for
from benchmarks.memory import Track, children_of, watched
from benchmarks.register_post import register_request
from benchmarks.requests import get
from benchmarks.servers import ROOT, Project, free_port, serve
from benchmarks.sign_post import sign_request
from benchmarks.trio import Trio, prepared
from benchmarks.visitors import Kind, coming

ROWS = "benchmarks.mixed_rows"
WORKERS = 2
# A second, each; together about what a site has on the evening that a petition goes round.
READS, SIGN_UPS, REGISTRATIONS, WEBHOOKS, STAFF, MAILS = 40.0, 4.0, 1.0, 0.5, 1.0, 20
FINE = frozenset({200, 304})


def run(*, minutes: float, times: float) -> None:
    """One run, told as two tables."""
    seconds = 60 * minutes
    with ExitStack() as stack:
        trio = stack.enter_context(prepared("postgresql"))
        side, url = stack.enter_context(stripe_side())
        trio = _with_mail(with_stripe(trio, url), stack)
        port = free_port()
        stack.enter_context(serve(trio.ours, port))
        kinds = _kinds(trio, port, side, seconds, times)
        trio.ours.run_module(ROWS, "mailing", str(int(MAILS * seconds)))
        workers = stack.enter_context(_workers(trio.ours))
        server = _server_of(port)
        with watched(lambda: _processes(server, workers)) as tracks, coming(port, kinds):
            time.sleep(seconds)
        ended = [f"worker {place}" for place, one in enumerate(workers, 1) if one.poll() is not None]
        _tell(kinds, tracks, seconds)
        print(trio.ours.run_module(ROWS, "after"), end="", flush=True)
        if ended:
            raise SystemExit(f"ended meanwhile: {', '.join(ended)}")


def _with_mail(trio: Trio, stack: ExitStack) -> Trio:
    """Mail goes to a server of this machine, at the rate of a small installation."""
    said = {
        "MAIL_URL": f"smtp://127.0.0.1:{stack.enter_context(mail_server())}",
        "MAIL_PER_SECOND": str(MAILS),
        "MAIL_WARM_UP": "0",
        "MAIL_FIRST_PER_HOUR": "1000000",
        "METRICS_TOKEN": "m" * 40,
    }
    return replace(trio, ours=replace(trio.ours, environment={**trio.ours.environment, **said}))


@contextmanager
def mail_server() -> Iterator[int]:
    """Takes every mail and forgets it."""
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink"]
    server = subprocess.Popen([*command, "-l", f"127.0.0.1:{port}"])
    try:
        wait_for(port)
        yield port
    finally:
        server.kill()
        server.wait()


def _kinds(trio: Trio, port: int, side: "subprocess.Popen[str]", seconds: float, times: float) -> list[Kind]:
    sign = sign_request(trio, port)
    register = register_request(trio, port)
    cookie, *staff = trio.ours.run_module(ROWS, "staff").split()
    paths = cycle(trio.ours.run_module(ROWS, "reads").split())
    browsed = cycle(staff)
    hooks = messages(trio, side, number=int(WEBHOOKS * times * seconds) + 10)
    return [
        Kind("reads", READS * times, lambda _number: get(next(paths)), FINE),
        Kind("sign-ups", SIGN_UPS * times, sign, frozenset({303})),
        # Other addresses than those who sign.
        Kind(
            "registrations", REGISTRATIONS * times, lambda number: register(10**8 + number), frozenset({303})
        ),
        Kind("webhooks", WEBHOOKS * times, hooks, frozenset({200})),
        Kind("staff", STAFF * times, lambda _number: get(next(browsed), cookie=cookie), FINE),
    ]


@contextmanager
def _workers(project: Project) -> Iterator[list["subprocess.Popen[bytes]"]]:
    command = [sys.executable, "-m", "django", "run_worker"]
    running = [subprocess.Popen(command, cwd=ROOT, env=project.full_environment()) for _ in range(WORKERS)]
    try:
        yield running
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(timeout=60)


def _server_of(port: int) -> int:
    """The process that was started to listen on that port, of all that this one has started."""
    for child in children_of(_own_pid()):
        if f":{port}".encode() in Path(f"/proc/{child}/cmdline").read_bytes():
            return child
    raise RuntimeError("the server is gone")


def _own_pid() -> int:
    return int(Path("/proc/self").readlink().name)


def _processes(server: int, workers: "list[subprocess.Popen[bytes]]") -> Mapping[str, int]:
    """Ours by what they are; a web process that is replaced goes on under its place."""
    web = {f"web {place}": pid for place, pid in enumerate(children_of(server), 1)}
    return {"web master": server, **web, **{f"worker {n}": one.pid for n, one in enumerate(workers, 1)}}


def _tell(kinds: list[Kind], tracks: Mapping[str, Track], seconds: float) -> None:
    print(f"bench: mixed_load {seconds / 60:g} minutes, 2 web processes, {WORKERS} workers, PostgreSQL")
    print("| kind | asked | answered | p50 | p99 | errors | statuses |\n|---|---|---|---|---|---|---|")
    for kind in kinds:
        statuses = ", ".join(f"{status} × {number:,}" for status, number in sorted(kind.statuses.items()))
        print(
            f"| {kind.name} | {kind.per_second:g}/s | {len(kind.seconds) / seconds:.2f}/s "
            f"| {kind.at(0.5):.0f} ms | {kind.at(0.99):.0f} ms | {kind.errors} | {statuses} |"
        )
    print("\n| process | MB at start | middle | end | MB an hour |\n|---|---|---|---|---|")
    for name, track in tracks.items():
        sizes = " | ".join(f"{track.around(share):.0f}" for share in (0.02, 0.5, 1.0))
        print(f"| {name} | {sizes} | {track.slope:+.1f} |")
    print(flush=True)
