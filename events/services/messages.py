"""What organizers write to those who come to one date: to all of them or some, through the outbox."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from events.enums import COMING, AttendanceState, MessageAudience
from events.exceptions import NobodyToTell, OccurrenceOver, TooManyMessages
from events.jobs.messages import MESSAGE
from events.jobs.telling import GUARDED, tell
from events.models import Attendance, Message, MessageCopy, MessageWords, Occurrence, Shift
from outbox.services import post_letter
from privacy import limits
from privacy.actors import Actor
from privacy.sealing import seal_new

DAY = timedelta(days=1)
# About one date, whoever writes: nobody reads the tenth letter of a day.
MOST_PER_DAY = 10


def write_message(
    *,
    occurrence: Occurrence,
    words: MessageWords,
    audience: MessageAudience,
    shift: Shift | None = None,
    chosen: Collection[UUID] = (),
    public_id: UUID,
    actor: Actor,
) -> Message:
    """Write to those of one date, or to the ``chosen`` among them (public ids); each has one copy.

    Of a guarded date the letter is the neutral one, and the words are behind each person's own link, also
    for those without an address. ``public_id`` is drawn by the form: sent twice it is one message. Raises
    OccurrenceOver once the date's key is gone, NobodyToTell, and TooManyMessages past ten a day.
    """
    if (found := Message.objects.filter(public_id=public_id, occurrence=occurrence).first()) is not None:
        return found
    if occurrence.is_shredded:
        raise OccurrenceOver
    with transaction.atomic():
        rows = list(takers_of(occurrence, audience, shift, chosen))
        if not rows:
            raise NobodyToTell
        if not limits.take("events.message", str(occurrence.public_id), at_most=MOST_PER_DAY, per=DAY):
            raise TooManyMessages
        message = Message(
            public_id=public_id,
            occurrence=occurrence,
            is_guarded=occurrence.is_guarded,
            audience=audience,
            shift=shift,
            written_by_id=actor.user.pk if actor.user is not None else None,
            number=len(rows),
        )
        seal_new(message, words)
        message.save(force_insert=True)
        _post(message, rows)
    return message


def takers_of(
    occurrence: Occurrence,
    audience: MessageAudience,
    shift: Shift | None = None,
    chosen: Collection[UUID] = (),
) -> QuerySet[Attendance]:
    """Whom it would go to. Nobody whose address is not confirmed is written to by organizers."""
    rows = Attendance.objects.coming().filter(occurrence=occurrence, state__in=COMING)
    rows = rows.exclude(state=AttendanceState.PENDING, is_confirmed=False)
    if chosen:
        rows = rows.filter(public_id__in=chosen)
    elif audience == MessageAudience.ACCEPTED:
        rows = rows.accepted()
    elif audience == MessageAudience.WAITING:
        rows = rows.filter(state=AttendanceState.WAITLISTED)
    elif audience == MessageAudience.SHIFT:
        rows = rows.accepted().filter(shift=shift)
    return rows.order_by("pk")


def _post(message: Message, rows: list[Attendance]) -> None:
    copies = MessageCopy.objects.bulk_create(
        (MessageCopy(message=message, attendance=row) for row in rows), batch_size=500
    )
    for copy, row in zip(copies, rows, strict=True):
        row.occurrence = message.occurrence
        if row.is_guarded:
            tell(row, GUARDED)
        elif row.has_address and not row.on_campus_mail:
            post_letter(kind=MESSAGE, language=row.language, ref=copy)
