"""Against whoever tries stolen cards: while most cards are refused, no gift begins anywhere."""

import time

from django.db.models import F, Sum

from donations.enums import NoticeReason
from donations.jobs.alerts import tell_keepers
from donations.models import CardHour

HOUR = 60 * 60
# A first charge works for some nine cards in ten; of stolen ones hardly any.
LEAST_REFUSED = 30
REFUSED_TO_WORKED = 2
HOURS_SEEN = 2


def note_card(*, works: bool) -> None:
    """One more card worked or was refused: outside of any transaction, for all count in one row.

    Side effect: those who keep the books are written to once gifts wait.
    """
    _count_card(works=works)
    if not works and is_braked():
        tell_keepers(why=NoticeReason.CARDS)


def _count_card(*, works: bool) -> None:
    hour = int(time.time()) // HOUR
    column = "worked" if works else "refused"
    rows = CardHour.objects.filter(hour=hour)
    if rows.update(**{column: F(column) + 1}):
        return
    CardHour.objects.bulk_create([CardHour(hour=hour)], ignore_conflicts=True)
    rows.update(**{column: F(column) + 1})


def forget_hours() -> int:
    """Forget the hours that are looked at no more: where one card worked, that tells the hour of a gift."""
    return CardHour.objects.filter(hour__lt=_first_seen()).delete()[0]


def _first_seen() -> int:
    return int(time.time()) // HOUR - HOURS_SEEN + 1


def is_braked() -> bool:
    """Whether gifts wait, because most cards of this hour and the one before were refused."""
    seen = CardHour.objects.filter(hour__gte=_first_seen()).aggregate(
        worked=Sum("worked"), refused=Sum("refused")
    )
    refused, worked = seen["refused"] or 0, seen["worked"] or 0
    return refused >= LEAST_REFUSED and refused > REFUSED_TO_WORKED * worked
