"""``mail_build``, ``mail_smtp``, ``mail_esp``: mails a second, each side in a process of its own.

``mail_build``: merge, two signed links and the bytes. Peer: Django's templates, parsed once, and
EmailMultiAlternatives. Limit: the pieces of one written mail put together.
``mail_smtp``: end to end into Postfix's smtp-sink. Peer: Django's ``send_messages`` over one connection.
Limit: bytes that are there already, over as many connections as ours.
``mail_esp``: into a server of Mailgun's shape. Peer: the same mails one by one through Anymail. Limit: the
same requests as ours, written already.
"""

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from benchmarks.report import alternate, print_line
from benchmarks.servers import ROOT, Project, development_environment, free_port

NUMBERS = {"build_ours": 20_000, "build_peer": 2_000, "build_limit": 200_000, "smtp": 2_000, "esp": 5_000}
# Where `make setup-system` unpacks it: Postfix's package would start a mail server.
UNPACKED = ROOT / "var" / "postfix"


@contextmanager
def project() -> Iterator[Project]:
    """Our site, for its settings and keys alone: no side needs its database, only the keystore's checks."""
    with tempfile.TemporaryDirectory(prefix="countersign-bench-") as top:
        ours = Project("ours", "config.settings", "config.wsgi", development_environment(Path(top), {}))
        ours.manage("migrate", "countersign_privacy", "-v", "0", "--database", "keystore")
        yield ours


def rate(ours: Project, side: str, number: int, *port: int) -> float:
    """Mails a second of one side."""
    arguments = (side, str(number), *map(str, port))
    return number / float(ours.run_module("benchmarks.mail_sides", *arguments))


def build() -> None:
    """How fast mails are written, on one core."""
    with project() as ours:
        rates = alternate(
            {
                side: (lambda name=f"build_{side}": rate(ours, name, NUMBERS[name]))
                for side in ("ours", "peer", "limit")
            },
            rounds=3,
            warm_up=False,
        )
    print_line(
        "mail_build",
        rates,
        peer="Django's templates parsed once, EmailMultiAlternatives.message().as_bytes(); wanted 30x",
        limit="pieces of one written mail put together, no token",
    )


def smtp() -> None:
    """How fast they reach a mail server that takes all it can get."""
    program = sink_program()
    if program is None:
        print("bench: mail_smtp skipped: smtp-sink is missing, run `make setup-system`", flush=True)
        return
    number = NUMBERS["smtp"]
    with project() as ours, smtp_sink(program) as port:
        rates = alternate(
            {
                side: (lambda name=f"smtp_{side}": rate(ours, name, number, port))
                for side in ("ours", "peer", "limit")
            },
            rounds=3,
            warm_up=False,
        )
    print_line(
        "mail_smtp",
        rates,
        peer="Django's send_messages over one connection; wanted 8x",
        limit="bytes written already, as many connections as ours",
    )


def esp() -> None:
    """How fast they reach a provider's API."""
    number = NUMBERS["esp"]
    with project() as ours, provider() as port:
        rates = alternate(
            {
                "ours": lambda: rate(ours, "esp_ours", number, port),
                "peer": lambda: rate(ours, "esp_peer", number // 5, port),
                "limit": lambda: posted(number, port),
            },
            rounds=3,
            warm_up=False,
        )
    print_line(
        "mail_esp",
        rates,
        peer="the same mails one by one through Anymail",
        limit="requests of 500 mails written already, by http.client",
    )


def sink_program() -> list[str] | None:
    """How smtp-sink is run here, or None."""
    if found := which("smtp-sink", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"):
        return [found]
    unpacked = UNPACKED / "usr" / "sbin" / "smtp-sink"
    if not unpacked.exists():
        return None
    return ["env", f"LD_LIBRARY_PATH={UNPACKED / 'usr' / 'lib' / 'postfix'}", str(unpacked)]


@contextmanager
def smtp_sink(program: list[str]) -> Iterator[int]:
    """A running sink; yields its port."""
    port = free_port()
    command = [*program, "-u", "nobody", f"127.0.0.1:{port}", "1000"]
    sink = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        sink.kill()
        sink.wait()


@contextmanager
def provider() -> Iterator[int]:
    """A server that answers each request as Mailgun does, and reads no more of it than its length."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.mail_provider", str(port)], cwd=ROOT)
    try:
        wait_for(port)
        yield port
    finally:
        server.kill()
        server.wait()


def posted(number: int, port: int) -> float:
    """Mails a second of the same requests without any work."""
    body = b"x" * (10_000 + 500 * 900)
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _request in range(number // 500):
        connection.request("POST", "/messages", body, {"Content-Type": "application/octet-stream"})
        connection.getresponse().read()
    connection.close()
    return number / (time.perf_counter() - began)


def wait_for(port: int, *, seconds: float = 10) -> None:
    """Until something listens there. Raises RuntimeError after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Nothing listens on {port}")
