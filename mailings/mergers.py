"""What becomes of mails and series when two supporters turn out to be one person, and when not.

One person gets a mailing once, and has one place in a series: of two the one that came further stays. Who
is parted again gets none of what the other had in their place: rather once too few than twice.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mailings.jobs.retention import count_and_delete
from mailings.models import Recipient, SeriesPlace
from outbox.enums import SendState
from supporters.models import Supporter
from supporters.registries import Merger

# From the one that gives way first: what may have arrived stays, so that it is not sent again.
FURTHER = (
    SendState.SKIPPED,
    SendState.FAILED,
    SendState.QUEUED,
    SendState.CLAIMED,
    SendState.SENDING,
    SendState.UNKNOWN,
    SendState.SENT,
)

type Kept = dict[str, Any]


def move_mails(survivor: Supporter, loser: Supporter) -> Kept:
    """Give the survivor the loser's rows; of two of one mailing the one that came further."""
    rows = Recipient.objects.filter(supporter__in=[survivor, loser])
    held = list(rows.select_for_update(of=("self",)).order_by("pk"))
    mine = {row.mailing_id: row for row in held if row.supporter_id == survivor.pk}
    moved, gone = [], []
    for row in held:
        if row.supporter_id != loser.pk:
            continue
        other = mine.get(row.mailing_id)
        if other is None or _rank(row) > _rank(other):
            moved.append(row.pk)
        if other is not None:
            gone.append(other.pk if _rank(row) > _rank(other) else row.pk)
    count_and_delete(Recipient.objects.filter(pk__in=gone))
    Recipient.objects.filter(pk__in=moved).update(supporter=survivor)
    return {"mails": moved, "series": _move_places(survivor, loser)}


def part_mails(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    """Give the loser's back, as far as they are still there."""
    Recipient.objects.filter(pk__in=kept["mails"], supporter=survivor).update(supporter=loser)
    SeriesPlace.objects.filter(pk__in=kept["series"]["moved"], supporter=survivor).update(supporter=loser)
    SeriesPlace.objects.bulk_create(
        [
            SeriesPlace(
                series_id=place["series"],
                supporter=survivor if place["is_survivors"] else loser,
                began=date.fromisoformat(place["began"]),
                next_position=place["next"],
                due=date.fromisoformat(place["due"]) if place["due"] else None,
            )
            for place in kept["series"]["gone"]
        ],
        # Meanwhile it may have begun for them anew.
        ignore_conflicts=True,
    )


def _rank(row: Recipient) -> int:
    return FURTHER.index(SendState(row.state))


def _move_places(survivor: Supporter, loser: Supporter) -> Kept:
    rows = SeriesPlace.objects.filter(supporter__in=[survivor, loser])
    held = list(rows.select_for_update(of=("self",)).order_by("pk"))
    mine = {place.series_id: place for place in held if place.supporter_id == survivor.pk}
    moved, gone = [], []
    for place in held:
        if place.supporter_id != loser.pk:
            continue
        other = mine.get(place.series_id)
        is_further = other is not None and _progress(place) > _progress(other)
        if other is None or is_further:
            moved.append(place.pk)
        if other is not None:
            gone.append(other if is_further else place)
    SeriesPlace.objects.filter(pk__in=[place.pk for place in gone]).delete()
    SeriesPlace.objects.filter(pk__in=moved).update(supporter=survivor)
    return {
        "moved": moved,
        "gone": [
            {
                "series": place.series_id,
                "is_survivors": place.supporter_id == survivor.pk,
                "began": place.began.isoformat(),
                "next": place.next_position,
                "due": place.due.isoformat() if place.due else "",
            }
            for place in gone
        ],
    }


def _progress(place: SeriesPlace) -> tuple[bool, int]:
    """Who has all of it behind them came furthest."""
    return place.next_position is None, place.next_position or 0


recipient_merger = Merger(
    "mailings.recipients",
    (
        "countersign_mailings.Recipient.supporter",
        "countersign_mailings.SeriesPlace.supporter",
    ),
    move_mails,
    part_mails,
)
