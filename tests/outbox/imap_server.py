"""A small IMAP server on this machine: one user, one folder, the commands that ours uses."""

import re
import socketserver
import threading
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Folder:
    """Mails by their lasting number, and their flags."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    password: str = "secret"

    def add(self, raw: bytes) -> None:
        number = len(self.mails) + 1
        self.mails[number], self.flags[number] = raw, set()


class Handler(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode().strip().partition(" ")
            if not self.answer(tag, rest):
                return

    def answer(self, tag: str, rest: str) -> bool:
        folder: Folder = self.server.folder  # type: ignore[attr-defined]
        word = rest.upper()
        if word.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4rev1")
        elif word.startswith("LOGIN") and f'"{folder.password}"' not in rest:
            self.say(f"{tag} NO wrong")
            return True
        elif word.startswith("SELECT"):
            self.say(f"* {len(folder.mails)} EXISTS")
        elif word.startswith("UID SEARCH"):
            unseen = [str(number) for number in folder.mails if "\\Seen" not in folder.flags[number]]
            self.say("* SEARCH " + " ".join(unseen))
        elif word.startswith("UID FETCH"):
            number = int(rest.split()[2])
            raw = folder.mails[number]
            self.say(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}")
            self.wfile.write(raw)
            self.say(")")
        elif word.startswith("UID STORE"):
            number = int(rest.split()[2])
            folder.flags[number].update(re.findall(r"\\\w+", rest))
        elif word.startswith("CLOSE"):
            for number in [one for one in folder.mails if "\\Deleted" in folder.flags[one]]:
                del folder.mails[number], folder.flags[number]
        elif word.startswith("LOGOUT"):
            self.say("* BYE")
            self.say(f"{tag} OK")
            return False
        self.say(f"{tag} OK done")
        return True


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Folder) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder

    @property
    def url(self) -> str:
        return f"imap://returns:{self.folder.password}@127.0.0.1:{self.server_address[1]}/INBOX"


def start(folder: Folder) -> Any:
    """Serve a folder; the caller shuts it down."""
    server = Server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
