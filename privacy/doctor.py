"""Says what is wrong with an installation, and what to do about it. Changes nothing.

Each app adds what it knows, from ``AppConfig.ready()``::

    def check_queue() -> Iterator[Complaint]:
        if stuck():
            yield Complaint(_("Letters wait for more than an hour. Is a worker running?"))

    register_doctor("mail queue", check_queue, title=_("Waiting mail"))

``examine()`` is the one look that opens rows: whether what is sealed can be read.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from privacy import envelope, keystore
from privacy.database_log import loud_servers
from privacy.enums import Note
from privacy.exceptions import BrokenSeal, VaultLocked
from privacy.indexes import index_tables
from privacy.jobs import is_after_restore
from privacy.keyring import forget_keyring, keyring
from privacy.notes import read_note
from privacy.registry import register_once
from privacy.sealing import broken_among
from privacy.walk import naming_models, sealed_models
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)

BATCH = 500


@dataclass(frozen=True)
class Complaint:
    """One sentence on what is so, and one on what to do. No personal data, and no count of few people.

    What is no fault is worth doing all the same; only a fault makes ``manage.py doctor`` end with 1.
    """

    says: str
    is_fault: bool = True


type Check = Callable[[], Iterable[Complaint]]


@dataclass(frozen=True)
class Registered:
    """A check, what people call it, and whether it is too slow to run at each look: it walks rows, or asks
    other machines.
    """

    check: Check
    title: str | Promise
    is_slow: bool


_checks: dict[str, Registered] = {}
_rows: dict[str, str | Promise] = {}


def register_doctor(name: str, check: Check, *, title: str | Promise, is_slow: bool = False) -> None:
    """Have ``check()`` say what is wrong, each time somebody asks; nothing where all is well.

    ``title`` stands in front of what it says, with ``name`` in brackets, which is a metric's label. Raises
    ImproperlyConfigured when another check has the name.
    """
    register_once(_checks, name, Registered(check, title, is_slow), what="check of the doctor")


def register_rows(label: str, called: str | Promise) -> None:
    """Have the rows of a model called so, whose own name is none that people would know, or in English only.

    Raises ImproperlyConfigured when they have been named.
    """
    register_once(_rows, label, called, what="name of rows")


def check_called(name: str) -> str:
    """What people call a check, with the name by which metrics know it: “Backups (backup)”."""
    return f"{_checks[name].title} ({name})"


def table_called(label: str) -> str:
    """What people call the rows of a model, and its label: “Signatures (countersign_petitions.Signature)”."""
    rows = _rows.get(label) or apps.get_model(label)._meta.verbose_name_plural
    return f"{capfirst(str(rows))} ({label})"


def complaints(
    *, quick: bool = False, without: Collection[str] = ()
) -> Iterator[tuple[str, list[Complaint]]]:
    """What each check says, by its name, nothing for one that found all well; ``quick`` leaves out the slow.

    A check that fails is a fault itself, and keeps no other from being run; one that needs the keys of a
    locked vault says so, which is none.
    """
    for name, registered in sorted(_checks.items()):
        if name in without or (quick and registered.is_slow):
            continue
        try:
            found = list(registered.check())
        except VaultLocked:
            says = _("Not looked at: this needs the keys, and the vault is locked.")
            found = [Complaint(says, is_fault=False)]
        except Exception as failure:  # noqa: BLE001
            logger.debug("The check %s failed: %s at %s", name, class_of(failure), line_of(failure))
            says = _(
                "This could not be looked at (%(error)s). Look into the log of the server that it is about."
            )
            found = [Complaint(says % {"error": type(failure).__name__})]
        yield name, found


@dataclass
class Examined:
    """Numbers per model label; "label KEK 1" where a version is named."""

    # No salt, no mark: a fault. Nothing is removed by itself.
    lost: Counter[str] = field(default_factory=Counter)
    # Erased, but the row still stands: the sweep will finish it.
    halves: Counter[str] = field(default_factory=Counter)
    # Blobs that are altered, cut, moved or of an unknown format.
    broken: Counter[str] = field(default_factory=Counter)
    blobs: Counter[str] = field(default_factory=Counter)
    indexes: Counter[str] = field(default_factory=Counter)
    scrub_waits: bool = False
    restore_is_unfinished: bool = False
    sweep_held: bool = False
    # Sentences on a database server whose log may quote what is in the rows.
    loud: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.broken or self.restore_is_unfinished or self.loud)


def examine(*, opens: bool = True) -> Examined:
    """Walk every row that names a subject. Raises WrongKey or KeystoreMissing, as a start would.

    It opens what is sealed, which a locked vault refuses by VaultLocked; unless ``opens``, nothing is found
    to be broken, and all else is looked at.
    """
    forget_keyring()
    keyring()
    found = Examined(
        scrub_waits=read_note(Note.SCRUB_DUE) is not None,
        restore_is_unfinished=read_note(Note.RESTORING) is not None,
        sweep_held=is_after_restore(),
        loud=loud_servers(),
    )
    for model in naming_models():
        ids = model._base_manager.filter(subject_id__isnull=False).values_list("subject_id", flat=True)
        for batch in batched(ids.iterator(BATCH), BATCH):
            missing = set(batch) - keystore.salts(batch).keys()
            erased = keystore.erased_among(missing)
            found.halves[model._meta.label] += len(erased)
            found.lost[model._meta.label] += len(missing - erased)
    for model in sealed_models():
        holding = model._base_manager.filter(sealed__isnull=False)
        for some in batched(holding.iterator(BATCH), BATCH):
            if opens:
                found.broken[model._meta.label] += broken_among(some)
            _count_versions(found, model._meta.label, (row.sealed for row in some))
    for table in index_tables():
        rows = table.model._base_manager.filter(**{f"{table.index_field}__isnull": False})
        for version in rows.values_list(table.version_field, flat=True).iterator(BATCH):
            found.indexes[f"{table.model._meta.label} IDX {version}"] += 1
    for counter in (found.lost, found.halves, found.broken):
        for label in [label for label, count in counter.items() if not count]:
            del counter[label]
    return found


def _count_versions(found: Examined, label: str, blobs: Iterable[Any]) -> None:
    for blob in blobs:
        with suppress(BrokenSeal):
            found.blobs[f"{label} KEK {envelope.version_of(bytes(blob))}"] += 1
