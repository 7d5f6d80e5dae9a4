"""A mail server of a few lines that does to its clients what it is told: cuts, stalls, refuses, goes away."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast


@dataclass
class Manners:
    """How it behaves, and what it saw. ``at`` maps a verb (``MAIL``, ``RCPT``, ``DATA``, ``.``) to what
    happens there: an answer, ``cut``, ``cut midway`` (a few octets into the body), or ``stall``.

    ``only`` of the mails are treated so (by their recipient), or all; ``times`` of them at most.
    """

    pipelining: bool = True
    smtputf8: bool = False
    takes_data_for_nobody: bool = False
    at: dict[str, str] = field(default_factory=dict)
    only: str = ""
    times: int = 10**6
    connections_at_most: int = 100
    refuses_the_first: bool = False
    stalls: float = 2.0
    port: int = 0
    connections: int = 0
    open_now: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Cut(Exception):
    """The server ends the connection without a word."""


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        manners = cast("Server", self.server).manners
        self.manners, self.recipient, self.has_sender = manners, "", False
        with manners.lock:
            manners.connections += 1
            is_one_too_many = manners.open_now >= manners.connections_at_most
            if is_one_too_many or (manners.refuses_the_first and manners.connections == 1):
                self.say("421 too many connections")
                return
            manners.open_now += 1
        try:
            self.talk()
        except (Cut, OSError):
            pass
        finally:
            with manners.lock:
                manners.open_now -= 1

    def talk(self) -> None:
        self.say("220 rough")
        while line := self.rfile.readline():
            command = line.decode("utf-8").strip()
            verb = command.partition(" ")[0].partition(":")[0].upper()
            match verb:
                case "EHLO":
                    self.greet()
                case "QUIT":
                    self.say("221 bye")
                    return
                case "RSET":
                    self.recipient = ""
                    self.say("250 reset")
                case "MAIL":
                    self.recipient = ""
                    self.has_sender = self.answer(verb, "250 ok")
                case "RCPT" if self.has_sender:
                    self.recipient = command.partition("<")[2].partition(">")[0]
                    if not self.answer(verb, "250 ok"):
                        self.recipient = ""
                case "DATA":
                    self.data()
                case _:
                    self.say("503 not now")

    def greet(self) -> None:
        manners = self.manners
        extensions = ["PIPELINING"] * manners.pipelining + ["SMTPUTF8"] * manners.smtputf8
        self.say(*[f"250-{one}" for one in ("rough", *extensions)], "250 HELP")

    def data(self) -> None:
        if not self.recipient:
            # Some go on and want data for nobody (RFC 2920 §3.1).
            self.say("354 go on" if self.manners.takes_data_for_nobody else "503 no recipient")
            if self.manners.takes_data_for_nobody:
                self.rfile.readline()
                self.say("554 no recipient")
        elif self.answer("DATA", "354 go on"):
            self.body()

    def body(self) -> None:
        """Read until the lone dot."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise Cut
            if self.is_meant() and self.manners.at.get(".") == "cut midway":
                raise Cut
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.answer(".", "250 taken"):
            self.manners.taken.append((self.recipient, b"".join(lines)))

    def is_meant(self) -> bool:
        return self.manners.times > 0 and self.manners.only in {"", self.recipient}

    def answer(self, verb: str, usual: str) -> bool:
        """Say what was told for ``verb``; whether it was a yes."""
        told = self.manners.at.get(verb, "")
        if not told or not self.is_meant():
            self.say(usual)
            return True
        self.manners.times -= 1
        match told:
            case "cut" | "cut midway":
                raise Cut
            case "taken, cut":
                self.manners.taken.append((self.recipient, b""))
                raise Cut
            case "stall":
                time.sleep(self.manners.stalls)
                raise Cut
            case _:
                self.say(told)
                if told.startswith("421"):
                    raise Cut
                return told[0] in "23"

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    manners: Manners


@contextmanager
def rough_server(manners: Manners) -> Iterator[Manners]:
    """A running server; ``manners.port`` is its port."""
    with Server(("127.0.0.1", 0), Talk) as server:
        server.manners = manners
        manners.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield manners
        finally:
            server.shutdown()
            thread.join()
