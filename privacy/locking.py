"""Locking the vault, which one may do, and unlocking it, which takes two.

The row is written first and logged afterwards: nothing stands between the press and the lock.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from privacy.actors import Actor
from privacy.audiences import admits
from privacy.choices import AccessDeed
from privacy.enums import Note
from privacy.exceptions import KeyTaken
from privacy.key_place import drop_key_file, present_keys, put_key_file_back
from privacy.keystore import keystore_commit
from privacy.ledger import log_access
from privacy.lock import look_again
from privacy.models.keystore import KeystoreNote
from privacy.record_tasks import enforce_retention
from privacy.roles import Role
from privacy.router import KEYSTORE
from privacy.wakeups import wake

logger = logging.getLogger(__name__)

HOLDERS = (Role.STEWARDS, Role.ADMINISTRATORS)
# The second agrees within so long of the first.
AGREE_WITHIN = timedelta(minutes=30)


class Unlocking(StrEnum):
    """What came of asking to unlock."""

    UNLOCKED = "unlocked"
    # The first of two; also where the same person asks again.
    ASKED = "asked"
    # Nobody needed to: it was open.
    OPEN = "open"


@dataclass(frozen=True)
class Standing:
    """How the lock stands: since when and by whom, and who asked to unlock it, if that still counts."""

    since: datetime
    locked_by: str
    asked_by: str
    asked_until: datetime | None
    asked_by_id: int | None


def standing() -> Standing | None:
    """How the lock stands; None where the vault is open."""
    notes = {note.name: note for note in _notes().filter(name__in=[Note.LOCKED, Note.UNLOCK_ASKED])}
    if (locked := notes.get(Note.LOCKED)) is None:
        return None
    asked = notes.get(Note.UNLOCK_ASKED)
    if asked is not None and (asked.at <= timezone.now() - AGREE_WITHIN or not _still_holds(asked.by)):
        asked = None
    return Standing(
        since=locked.at,
        locked_by=_login_of(locked.by),
        asked_by=_login_of(asked.by) if asked is not None else "",
        asked_until=asked.at + AGREE_WITHIN if asked is not None else None,
        asked_by_id=asked.by if asked is not None else None,
    )


def lock_vault(*, actor: Actor) -> bool:
    """Lock it, for every process within a second, and log that; False if it was locked already."""
    by = actor.user.pk if actor.user is not None else None
    try:
        with keystore_commit():
            _notes().filter(name=Note.UNLOCK_ASKED).delete()
            KeystoreNote(name=Note.LOCKED, at=timezone.now(), by=by).save(using=KEYSTORE, force_insert=True)
    except IntegrityError:
        return False
    finally:
        look_again()
    drop_key_file()
    logger.warning("The vault was locked.")
    log_access(user=actor.user, deed=AccessDeed.LOCKED, kinds=(), count=0)
    return True


def ask_to_unlock(*, actor: Actor) -> Unlocking:
    """Ask, or agree to what another asked within 30 minutes: then it is open. Logged either way.

    One conditional UPDATE takes the other's request: of two who agree at once one unlocks, and the other
    finds it open. Raises ValueError for who is no member of staff, and KeyTaken in a process that has no KEK
    to open anything with: what is started next would have none either.
    """
    if actor.user is None:
        raise ValueError("Two members of staff unlock; the terminal has a command of its own.")
    if not present_keys().kek:
        raise KeyTaken
    me = int(actor.user.pk)
    since = timezone.now() - AGREE_WITHIN
    with keystore_commit():
        # Held, so that all who ask take their turns.
        if _notes().select_for_update().filter(name=Note.LOCKED).first() is None:
            return Unlocking.OPEN
        asked = _notes().filter(name=Note.UNLOCK_ASKED)
        first = asked.values_list("by", flat=True).first()
        if first is not None and first != me and _still_holds(first):
            agreed = asked.filter(by=first, at__gt=since).update(by=None)
        else:
            agreed = 0
        if agreed:
            _open()
        else:
            # Whatever stands there is too old, of who may not any more, or mine: mine counts from now.
            asked.delete()
            KeystoreNote(name=Note.UNLOCK_ASKED, at=timezone.now(), by=me).save(using=KEYSTORE)
    look_again()
    deed = AccessDeed.UNLOCKED if agreed else AccessDeed.UNLOCK_ASKED
    log_access(user=actor.user, deed=deed, kinds=(), count=0)
    if not agreed:
        return Unlocking.ASKED
    _after_opening()
    return Unlocking.UNLOCKED


def unlock_at_terminal() -> bool:
    """Unlock it by the hand of whoever has the machine, and so the keys; logged without a name.

    False if it was open.
    """
    with keystore_commit():
        was_locked = _notes().filter(name=Note.LOCKED).exists()
        _open()
    look_again()
    if not was_locked:
        return False
    log_access(user=None, deed=AccessDeed.UNLOCKED, kinds=(), count=0)
    _after_opening()
    return True


def _open() -> None:
    _notes().filter(name__in=[Note.LOCKED, Note.UNLOCK_ASKED]).delete()


def _after_opening() -> None:
    logger.warning("The vault was unlocked.")
    put_key_file_back()
    # What could not be deleted meanwhile goes now.
    wake(enforce_retention)


def _notes() -> QuerySet[KeystoreNote]:
    return KeystoreNote.objects.using(KEYSTORE)


def _still_holds(user_id: int | None) -> bool:
    """Whether who asked first may still unlock: an account that was ended meanwhile does not count."""
    if user_id is None:
        return False
    user = get_user_model()._default_manager.filter(pk=user_id).first()
    return user is not None and admits(user, frozenset(HOLDERS))


def _login_of(user_id: int | None) -> str:
    user = get_user_model()._default_manager.filter(pk=user_id).first() if user_id is not None else None
    return str(user.get_username()) if user is not None else ""
