"""Wishes that need an address, kept while the vault is locked and done before any mail goes again.

::

    register_after_unlock("supporters.leave", leave_now)         # in ready()
    note_for_unlock("supporters.leave", supporter_id, extra=list_id)

Kept is whom it is about by public id and what of theirs, never an address.
"""

import logging
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from privacy.exceptions import VaultLocked
from privacy.models.locking import AfterUnlock
from privacy.registry import register_once

logger = logging.getLogger(__name__)

type Act = Callable[[UUID, UUID | None, date | None], None]

MOST_TRIES = 3

_acts: dict[str, Act] = {}


def register_after_unlock(kind: str, act: Act) -> None:
    """Do wishes of this kind by ``act(ref, extra, until)``, which may run twice."""
    register_once(_acts, kind, act, what="act after the unlocking")


def note_for_unlock(
    kind: str, ref: UUID, *, extra: UUID | None = None, until: date | None = None
) -> AfterUnlock:
    """Keep a wish until the vault is open; the same wish again is kept once."""
    wish = {"kind": kind, "ref": ref, "extra": extra, "until": until}
    return AfterUnlock.objects.filter(**wish).first() or AfterUnlock.objects.create(**wish)


def waiting() -> QuerySet[AfterUnlock]:
    """Wishes that mail has to wait for."""
    return AfterUnlock.objects.filter(tries__lt=MOST_TRIES)


def catch_up() -> bool:
    """Do what waits, each in a transaction of its own; whether nothing is left to be waited for.

    Any number of workers may: a row is done by who holds it. Raises VaultLocked where it was locked anew.
    """
    for pk in waiting().order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                _do(pk)
        except (DatabaseError, VaultLocked):
            raise
        except Exception as failure:  # noqa: BLE001 (one wish that fails keeps no other from being done)
            logger.error("A wish from before the unlocking failed: %s", type(failure).__name__)
            AfterUnlock.objects.filter(pk=pk).update(tries=F("tries") + 1)
    return not waiting().exists()


def _do(pk: int) -> None:
    wish = waiting().select_for_update(skip_locked=True).filter(pk=pk).first()
    if wish is not None:
        _acts[wish.kind](wish.ref, wish.extra, wish.until)
        wish.delete()
