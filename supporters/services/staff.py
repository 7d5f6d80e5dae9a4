"""What a member of staff does to one person's record: each logged first, and so many times an hour.

What many people's records need is a piece of work with one entry of its own; it calls the verbs below these.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.exceptions import NothingSealed, TooManyDeeds
from privacy.ledger import log_access
from privacy.limits import take
from privacy.looks import log_look, take_look
from supporters.models import List, Supporter, SupporterNote
from supporters.people import ShownNote, notes_of
from supporters.services.consents import unsubscribe
from supporters.services.notes import delete_note
from supporters.services.people import erase_supporter

HOUR = timedelta(hours=1)
# Enough for a day's letters; too few to empty a list before anybody reads the log.
UNSUBSCRIBES_PER_HOUR = 100
NOTES_PER_HOUR = 100
ERASURES_PER_HOUR = 50


def read_notes(*, supporter: Supporter, reason: AccessReason, actor: Actor) -> list[ShownNote]:
    """Read what staff wrote down about somebody; one look, logged first with how many notes.

    Raises TooManyLooks past the hour's number, NothingSealed where none can be read, and logs neither;
    ValueError for an actor who is no member of staff.
    """
    take_look(actor)
    with transaction.atomic():
        notes = notes_of(supporter)
        if not notes:
            raise NothingSealed
        log_look(kinds=["note"], of=supporter, count=len(notes), reason=reason, actor=actor)
    return notes


def take_off_mail(*, supporter: Supporter, list: List | None = None, actor: Actor) -> None:  # noqa: A002 (the domain's word)
    """``unsubscribe()`` at the person's request: logged, 100 an hour. Raises TooManyDeeds."""
    take_deed("supporters.unsubscribes", actor, at_most=UNSUBSCRIBES_PER_HOUR)
    with transaction.atomic():
        log_deed(AccessDeed.UNSUBSCRIBED, supporter, actor)
        unsubscribe(supporter=supporter, list=list, actor=actor)


def throw_note_away(*, note: SupporterNote, actor: Actor) -> None:
    """``delete_note()`` by a member of staff: logged, 100 an hour. Raises TooManyDeeds."""
    take_deed("supporters.notes_deleted", actor, at_most=NOTES_PER_HOUR)
    with transaction.atomic():
        log_deed(AccessDeed.NOTE_DELETED, note.supporter, actor)
        delete_note(note=note, actor=actor)


def erase_at_request(*, supporter: Supporter, keep_fingerprint: bool, actor: Actor) -> bool:
    """``erase_supporter()``, which logs it, 50 an hour: outside of transactions. Raises TooManyDeeds."""
    take_deed("supporters.erasures", actor, at_most=ERASURES_PER_HOUR)
    return erase_supporter(supporter=supporter, keep_fingerprint=keep_fingerprint, actor=actor)


def take_deed(kind: str, actor: Actor, *, at_most: int) -> None:
    """Count one more of this hour, before the transaction of the deed. Raises TooManyDeeds."""
    if actor.user is None:
        raise ValueError("Only a member of staff does this to somebody's record.")
    if not take(kind, str(actor.user.pk), at_most=at_most, per=HOUR):
        raise TooManyDeeds


def log_deed(deed: AccessDeed, supporter: Supporter, actor: Actor, *, kinds: Sequence[str] = ()) -> None:
    """Note it in the transaction of the deed."""
    if actor.user is None:
        raise ValueError("Only a member of staff does this to somebody's record.")
    subjects = [supporter.subject_id] if supporter.subject_id is not None else []
    log_access(user=actor.user, deed=deed, kinds=kinds, subject_ids=subjects, count=1)
