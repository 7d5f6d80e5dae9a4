"""Messages of organizers: the name of their letter, and what a person's own link shows of them."""

from events.models import Attendance, Message, MessageWords
from privacy.sealing import unseal_many

MESSAGE = "events.message"
MOST_SHOWN = 10


def messages_to(attendance: Attendance) -> list[tuple[Message, MessageWords]]:
    """What organizers wrote to whoever holds this sign-up, the newest first; what can be read of it."""
    rows = list(
        Message.objects.filter(copies__attendance=attendance).select_related("occurrence").order_by("-pk")
    )[:MOST_SHOWN]
    words = unseal_many(rows, skip_unreadable=True)
    return [(row, said) for row, said in zip(rows, words, strict=True) if said is not None]
