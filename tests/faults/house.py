"""An installation of real processes: gunicorn as we ship it, and workers, to be killed and starved."""

import json
import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

from django.db import connections

from tests.faults.visitors import get
from tests.warm import Forked, Parent

# What Django has of each database, by its alias.
type Places = dict[str, dict[str, Any]]

PATIENCE = 60  # seconds, for a server to come up on a busy machine


class House:
    """Where an installation stands: its databases, keys and clock, and its processes.

    ``databases`` are as in settings; those of the tests without any. What is changed in ``said`` is so for
    the processes that are started from then on.
    """

    def __init__(
        self,
        parent: Parent,
        directory: Path,
        mail_port: int,
        databases: Places | None = None,
    ) -> None:
        self.parent, self.directory = parent, directory
        self.log = directory / "log"
        self.said: dict[str, Any] = {
            "databases": databases or {},
            "log": str(self.log),
            "mail_port": mail_port,
        }
        self.port = _free_port()
        self.started: list[Forked] = []

    def serve(self, *, workers: int = 2, wait: bool = True) -> Forked:
        """gunicorn on ``port``; returns when it answers."""
        web = self._start("web", str(self.port), str(workers))
        if wait:
            wait_until(lambda: _answers(self.port), what="the server answers")
        return web

    def command(self, *words: str) -> Forked:
        return self._start("command", *words)

    def _start(self, *words: str) -> Forked:
        self.directory.mkdir(exist_ok=True)
        said = self.directory / f"house-{len(self.started)}.json"
        said.write_text(json.dumps(self.said))
        self.started.append(self.parent.start("module", "tests.faults.process", str(said), *words))
        return self.started[-1]

    def end(self) -> None:
        """Kill what still runs, servers with their workers."""
        for process in self.started:
            children = children_of(process.pid)
            process.kill()
            for child in children:
                kill(child)
        for process in self.started:
            process.wait()


def kill(pid: int) -> None:
    """``kill -9``; one that is gone already is as good."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    """The processes that one has started, as gunicorn its workers."""
    with suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def wait_until(
    is_so: Callable[[], bool], *, what: str, seconds: float = PATIENCE, every: float = 0.02
) -> None:
    """Look again ``every`` so many seconds; fails with ``what`` did not come to be."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"Not within {seconds} s: {what}."
        time.sleep(every)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    """Whether anything is said at all to whoever asks."""
    with suppress(OSError, HTTPException):
        return get(port, "/do/nothing/").status > 0
    return False


@contextmanager
def copies_in(directory: Path) -> Iterator[dict[str, dict[str, Any]]]:
    """Both SQLite test databases as they are now, copied into ``directory``."""
    found = {}
    for one in connections.all():
        path = directory / f"{one.alias}.sqlite3"
        with (
            closing(sqlite3.connect(one.settings_dict["NAME"])) as ours,
            closing(sqlite3.connect(path)) as copy,
        ):
            ours.backup(copy)
        found[one.alias] = {"NAME": str(path)}
    yield found


@contextmanager
def moved_to(databases: Places) -> Iterator[None]:
    """Within it, this process reads those databases: to count what is there in the end."""
    before = {alias: dict(connections[alias].settings_dict) for alias in databases}
    _point_at(databases)
    try:
        yield
    finally:
        _point_at(before)


def _point_at(databases: Places) -> None:
    for alias, place in databases.items():
        connection = connections[alias]
        connection.close()
        if getattr(connection, "pool", None) is not None:
            connection.close_pool()
        connection.settings_dict.update(place)
