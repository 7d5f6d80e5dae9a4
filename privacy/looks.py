"""One look at one record: an hour's number of them, each logged before anything is shown."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.exceptions import TooManyLooks
from privacy.ledger import log_access
from privacy.limits import take

if TYPE_CHECKING:
    from privacy.models.sealed import SealedModel

LOOKS = "privacy.looks"
# As many as a work list opens: whoever needs more asks for an export.
LOOKS_PER_HOUR = 50
HOUR = timedelta(hours=1)


def look_at(
    row: "SealedModel", *, fields: Sequence[str], reason: AccessReason, actor: Actor
) -> dict[str, str]:
    """Read these fields of what is sealed in one row, in clear and without empty ones; logged first.

    The hour's number is one for all kinds of records. Raises TooManyLooks past it, SealedError where
    nothing can be read any more, and logs neither; ValueError for an actor who is no member of staff.
    """
    take_look(actor)
    with transaction.atomic():
        sealed = row.unseal()
        shown = {name: value for name in fields if (value := getattr(sealed, name))}
        log_look(kinds=list(shown), of=row, count=1, reason=reason, actor=actor)
    return shown


def take_look(actor: Actor) -> None:
    """Count one more look of this hour. Raises TooManyLooks, and ValueError for no member of staff."""
    if actor.user is None:
        raise ValueError("Only a member of staff unmasks.")
    # The log tells afterwards; this keeps a script from emptying the whole file before anybody reads it.
    if not take(LOOKS, str(actor.user.pk), at_most=LOOKS_PER_HOUR, per=HOUR):
        raise TooManyLooks


def log_look(
    *, kinds: Sequence[str], of: "SealedModel", count: int, reason: AccessReason, actor: Actor
) -> None:
    """Note a look at ``count`` things about one person, in the transaction that shows them."""
    if actor.user is None:
        raise ValueError("Only a member of staff unmasks.")
    log_access(
        user=actor.user,
        deed=AccessDeed.UNMASKED,
        kinds=kinds,
        subject_ids=[of.subject_id] if of.subject_id else [],
        count=count,
        reason=reason,
    )
