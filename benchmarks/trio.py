"""The three projects of every subject, ready to serve, on one database engine."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.servers import Project, development_environment, serve
from tests.postgres import binaries, two_clusters

ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Trio:
    """Our site with one open petition, the stock Wagtail site with the same one, and the bare project."""

    ours: Project
    peer: Project
    limit: Project


@dataclass(frozen=True)
class Ports:
    """Where the three listen."""

    ours: int
    peer: int
    limit: int


@contextmanager
def prepared(engine: str) -> Iterator[Trio]:
    """Migrated databases on ``engine``, thrown away at the end. Each project has a database of its own."""
    with ExitStack() as stack:
        top = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="countersign-bench-")))
        databases: dict[str, Mapping[str, str]] = {"ours": {}, "other": {}}
        if engine == "postgresql":
            programs = binaries()
            if programs is None:
                raise SystemExit("PostgreSQL is not installed: run `make setup-system`.")
            urls = stack.enter_context(two_clusters(programs))
            other = _another_database(urls["DATABASE_URL"], "other")
            databases = {"ours": urls, "other": {**urls, "DATABASE_URL": other}}
        environments = {
            side: development_environment(top / side, dict(found)) for side, found in databases.items()
        }
        trio = Trio(
            ours=Project("ours", "config.settings", "config.wsgi", environments["ours"]),
            peer=Project(
                "peer", "benchmarks.peer.stock_settings", "benchmarks.peer.wsgi", environments["other"]
            ),
            limit=Project(
                "limit", "benchmarks.peer.bare_settings", "benchmarks.peer.wsgi", environments["other"]
            ),
        )
        trio.ours.manage("migrate", "-v", "0")
        trio.ours.manage("migrate", "countersign_privacy", "-v", "0", "--database", "keystore")
        trio.ours.manage("createcachetable")
        trio.ours.manage("collectstatic", "--no-input", "-v", "0")
        trio.peer.manage("migrate", "-v", "0")
        yield trio


@contextmanager
def served(trio: Trio) -> Iterator[Ports]:
    """All three at once, each on its own port; only one is under load at a time."""
    with serve(trio.ours) as ours, serve(trio.peer) as peer, serve(trio.limit) as limit:
        yield Ports(ours, peer, limit)


def _another_database(url: str, name: str) -> str:
    """Make another database in the cluster of ``url``; its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
