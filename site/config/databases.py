"""The two databases: one for everything, one for the salts that make it readable."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import ImproperlyConfigured

from config.environment import part_of, secret, split_url

# Writers queue for the lock instead of failing at it: with IMMEDIATE a transaction takes the lock
# when it begins, so no read inside it can be outdated when it comes to write (STACK: 0 errors with
# 32 writers, 27,518 at 4 without).
SQLITE = {"transaction_mode": "IMMEDIATE", "timeout": 20}
MAIN_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
# What is deleted here must be gone: pages are overwritten with zeros, and there is no WAL to keep them.
# EXTRA: a salt that was written, or destroyed, stays so through a power loss.
KEYSTORE_PRAGMAS = (
    "PRAGMA journal_mode=DELETE;PRAGMA secure_delete=ON;PRAGMA synchronous=EXTRA;PRAGMA temp_store=MEMORY;"
)

# What comes so often on one connection, its values sent apart, is read and planned once: the INSERTs of
# `privacy.inserts`. Django turns it off for poolers that give each transaction another connection.
PREPARES = {"prepare_threshold": 5}
POSTGRES_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}


def databases(data_dir: Path, *, pool_size: int) -> dict[str, dict[str, Any]]:
    """Both aliases, from DATABASE_URL and KEYSTORE_URL; SQLite files in ``data_dir`` without them.

    Both on PostgreSQL or both on SQLite: a keystore file beside one of several web machines would
    be missing on the others.
    """
    main = secret("DATABASE_URL", optional=True)
    keystore = secret("KEYSTORE_URL", optional=True)
    if bool(main) != bool(keystore):
        raise ImproperlyConfigured(
            "Set both DATABASE_URL and KEYSTORE_URL, or neither. The keystore is its own PostgreSQL cluster."
        )
    if main:
        return {
            "default": postgres("DATABASE_URL", main, pool_size=pool_size),
            "keystore": postgres("KEYSTORE_URL", keystore, pool_size=pool_size),
        }
    return {
        "default": sqlite(data_dir, "db", pragmas=MAIN_PRAGMAS),
        "keystore": sqlite(data_dir, "keystore", pragmas=KEYSTORE_PRAGMAS),
    }


def sqlite(data_dir: Path, name: str, *, pragmas: str) -> dict[str, Any]:
    """One SQLite file. Tests use a file too: threads and processes share it as they do in earnest."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_dir / f"{name}.sqlite3",
        # Opening, setting up and closing a file costs as much as signing does.
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE | {"init_command": pragmas},
        "TEST": {"NAME": data_dir / f"test-{name}.sqlite3", "DEPENDENCIES": []},
    }


def postgres(name: str, url: str, *, pool_size: int) -> dict[str, Any]:
    """One PostgreSQL database, from ``postgres://user:password@host:port/name?sslmode=…``.

    A host that begins with ``%2F`` is the directory of a Unix socket.
    """
    parts = split_url(name, url)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(options.keys() - POSTGRES_OPTIONS):
        raise ImproperlyConfigured(f"{name} has unknown options: {', '.join(unknown)}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": part_of(name, parts.path[1:]),
        "USER": part_of(name, parts.username),
        "PASSWORD": part_of(name, parts.password),
        # Not parts.hostname: that is in lower case, and a socket's directory need not be.
        "HOST": part_of(name, re.sub(r":[0-9]*$", "", parts.netloc.rpartition("@")[2]).strip("[]")),
        "PORT": parts.port or "",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | {"pool": {"min_size": 1, "max_size": pool_size, "timeout": 10}} | PREPARES,
        "TEST": {"DEPENDENCIES": []},
    }
