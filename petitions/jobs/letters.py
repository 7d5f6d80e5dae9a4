"""How rows of the ledger of news become counts: when they are old, refused, or their signature goes."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, F, QuerySet

from outbox.enums import SendState
from outbox.models.rows import ENDED
from petitions.models import NewsLetter, NewsLetterCount


def count_and_delete(rows: QuerySet[NewsLetter], *, state: SendState | None = None) -> int:
    """Turn rows into counts by message and state; returns how many rows.

    They are counted as what they are, or all as ``state``. What was on its way and has not ended counts
    as unknown; what still waited is deleted, and was never a letter.
    """
    with transaction.atomic():
        # Locked, so that of two runs at once only one counts a row.
        mine = list(
            rows.select_for_update(skip_locked=state is None).order_by("pk").values_list("pk", flat=True)
        )
        return _count(mine, state)


def drop_letters_of(signature_ids: Collection[int]) -> int:
    """Forget which messages went to these signatures; how many there were is kept."""
    with transaction.atomic():
        rows = NewsLetter.objects.filter(signature__in=signature_ids)
        return _count(list(rows.select_for_update().order_by("pk").values_list("pk", flat=True)), None)


def _count(keys: list[int], state: SendState | None) -> int:
    if not keys:
        return 0
    rows = NewsLetter.objects.filter(pk__in=keys).order_by()
    numbers: dict[tuple[int, str], int] = {}
    for message_id, was, number in rows.values_list("message", "state").annotate(n=Count("pk")):
        ended = state or (SendState.UNKNOWN if was == SendState.SENDING else SendState(was))
        if ended in ENDED:
            numbers[message_id, ended] = numbers.get((message_id, ended), 0) + number
    # In one order, so that two at once wait for each other and not in a ring.
    for (message_id, became), number in sorted(numbers.items()):
        count, _made = NewsLetterCount.objects.get_or_create(message_id=message_id, state=became)
        NewsLetterCount.objects.filter(pk=count.pk).update(number=F("number") + number)
    rows.delete()
    return len(keys)
