"""What becomes of donors' standings when two supporters turn out to be one person, and when not.

The gifts name nobody; the daily job follows who was merged, and writes the standings anew.
"""

from collections.abc import Mapping
from typing import Any

from donations.enums import Standing
from donations.models import Giving
from supporters.models import Supporter
from supporters.registries import Merger

# The stronger of two, last.
STRONGER = (Standing.NEVER, Standing.ONCE, Standing.LAPSED, Standing.MONTHLY)

type Kept = dict[str, Any]


def move_giving(survivor: Supporter, loser: Supporter) -> Kept:
    """Give the survivor what is known of the loser; of two about one drive the stronger stays."""
    rows = list(Giving.objects.filter(supporter__in=[survivor, loser]).select_for_update(of=("self",)))
    mine = {row.drive_id: row for row in rows if row.supporter_id == survivor.pk}
    theirs = [row for row in rows if row.supporter_id == loser.pk]
    moved = [row.pk for row in theirs if row.drive_id not in mine]
    gone = [row for row in theirs if row.drive_id in mine]
    for row in gone:
        own = mine[row.drive_id]
        if STRONGER.index(Standing(row.standing)) > STRONGER.index(Standing(own.standing)):
            Giving.objects.filter(pk=own.pk).update(standing=row.standing)
    Giving.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Giving.objects.filter(pk__in=moved).update(supporter=survivor)
    return {"moved": moved, "gone": [[row.drive_id, str(row.standing)] for row in gone]}


def part_giving(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    """Give the loser's back; what the survivor's own was, the daily job finds out again."""
    Giving.objects.filter(pk__in=kept["moved"], supporter=survivor).update(supporter=loser)
    Giving.objects.bulk_create(
        [Giving(supporter=loser, drive_id=drive, standing=standing) for drive, standing in kept["gone"]],
        ignore_conflicts=True,
    )


giving_merger = Merger(
    "donations.giving", ("countersign_donations.Giving.supporter",), move_giving, part_giving
)
