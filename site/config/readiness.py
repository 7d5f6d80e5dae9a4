"""Whether this process may be sent visitors: one word for each thing that is missing."""

import importlib
import pkgutil
from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder

from privacy.exceptions import CountersignError
from privacy.key_place import present_keys
from privacy.keyring import Keyring, verify
from privacy.labels import LABEL
from privacy.lock import is_locked
from privacy.router import KEYSTORE

MAIN = "default"
# Aliases whose migrations were found to be applied: what this process was started with stays so.
_applied: set[str] = set()


def missing() -> list[str]:
    """What keeps this process from serving: ``database``, ``keystore``, ``migrations``, ``locked``, ``keys``.

    Where a database does not answer nothing further is asked of it.
    """
    words = [word for word, alias in (("database", MAIN), ("keystore", KEYSTORE)) if not _answers(alias)]
    if words:
        return words
    if not all(_is_migrated(alias) for alias in (MAIN, KEYSTORE)):
        return ["migrations"]
    if is_locked():
        return ["locked"]
    return [] if _keys_fit() else ["keys"]


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return False
    return True


def _keys_fit() -> bool:
    try:
        verify(Keyring(present_keys()))
    except CountersignError:
        return False
    return True


def _is_migrated(alias: str) -> bool:
    """Whether every migration that lies in this process's code is written down as applied there."""
    if alias not in _applied:
        done = MigrationRecorder(connections[alias]).applied_migrations().keys()
        if not done >= set(_shipped(alias)):
            return False
        _applied.add(alias)
    return True


def _shipped(alias: str) -> Iterator[tuple[str, str]]:
    """App label and name of each migration, by the names of the files: to load them all takes memory."""
    for config in apps.get_app_configs():
        if alias == KEYSTORE and config.label != LABEL:
            continue
        try:
            package = importlib.import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        for module in pkgutil.iter_modules(package.__path__):
            if not module.name.startswith("_"):
                yield config.label, module.name
