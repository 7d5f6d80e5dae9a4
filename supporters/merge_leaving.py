"""What becomes of what left about two people who turn out to be one, and when not."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from privacy.files import destroy_files
from supporters.jobs import exports, hand_overs
from supporters.models import HandedOver, Supporter


def move_handed_over(survivor: Supporter, loser: Supporter) -> dict[str, Any]:
    """What partners were given of the loser is the survivor's. Every file that holds one of the two goes.

    Of what one hand-over held of both, the loser's is taken back by its reference: the partner has them once.
    """
    # Which files hold somebody is told by the row that goes; and what was said may be stricter now.
    files = {
        file.pk
        for one in (survivor, loser)
        for file in (*exports.files_with(one), *hand_overs.files_with(one))
    }
    rows = HandedOver.objects.filter(supporter=loser)
    twice = rows.filter(hand_over__in=HandedOver.objects.filter(supporter=survivor).values("hand_over"))
    emptied = list(twice.values_list("number", flat=True))
    HandedOver.objects.filter(number__in=emptied).update(supporter=None)
    moved = list(rows.values_list("number", flat=True))
    rows.update(supporter=survivor)
    transaction.on_commit(lambda: destroy_files(sorted(files)) if files else 0)
    return {"moved": list(map(str, moved)), "emptied": list(map(str, emptied))}


def part_handed_over(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    """Give them back; what a partner was told meanwhile to forget is forgotten."""
    files = {file.pk for file in (*exports.files_with(survivor), *hand_overs.files_with(survivor))}
    HandedOver.objects.filter(number__in=kept["moved"], supporter=survivor).update(supporter=loser)
    HandedOver.objects.filter(number__in=kept["emptied"], supporter=None).update(supporter=loser)
    transaction.on_commit(lambda: destroy_files(sorted(files)) if files else 0)
