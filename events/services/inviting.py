"""The gate of an event that takes only whom somebody invited: codes, kept as keyed hashes."""

import hmac

from django.db import IntegrityError, transaction
from django.db.models import F

from events.codes import draw_code, read_code
from events.exceptions import InviteNeeded, LinkEnded
from events.models import Event, InviteCode
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.envelope import framed
from privacy.keystore import scope_salt

# The kind of the key in the keystore under which an event's codes are hashed.
SCOPE_OF_CODES = "event_invites"
LABEL = b"countersign/invite/v1"
# Longer than a ticket: it is tried from afar, by programs, and not at a door.
SIGNS_OF_AN_INVITE = 10


def use_invite(*, event: Event, typed: str) -> None:
    """Use an invitation code up once, in the transaction that signs somebody up; of two for its last use one.

    Nothing happens where the event asks for none. Raises InviteNeeded for no code, for one that is not of
    this event, and for one that is used up: the three are told apart to nobody.
    """
    if not event.needs_invite:
        return
    code = read_code(typed, SIGNS_OF_AN_INVITE)
    if code is None:
        raise InviteNeeded
    rows = InviteCode.objects.filter(event=event, code_index=_index(event, code), used__lt=F("most"))
    if not rows.update(used=F("used") + 1, changed=utc_today()):
        raise InviteNeeded


def make_invite(*, event: Event, label: str, most: int = 1, actor: Actor) -> tuple[InviteCode, str]:
    """A new code for ``most`` people; the code is shown now and never again.

    Raises ValueError for nobody.
    """
    if most < 1:
        raise ValueError(most)
    while True:
        code = draw_code(SIGNS_OF_AN_INVITE)
        row = InviteCode(event=event, label=label, most=most, code_index=_index(event, code))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            # Drawn before, once in ever so many times.
            continue
        return row, code


def end_invite(*, invite: InviteCode, actor: Actor) -> None:
    """Let nobody in by this code any more. Raises LinkEnded when a colleague was first."""
    deleted, _each = InviteCode.objects.filter(pk=invite.pk).delete()
    if not deleted:
        raise LinkEnded


def _index(event: Event, code: str) -> bytes:
    salt = scope_salt(SCOPE_OF_CODES, event.public_id, make=True)
    return hmac.digest(salt, framed(LABEL, code.encode()), "sha256")
