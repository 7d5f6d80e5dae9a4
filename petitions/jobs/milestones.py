"""Milestones: that a total passed one of the goal steps is noted once, and told on the timeline."""

from collections.abc import Collection

from petitions.enums import UpdateState
from petitions.models import Petition, Update
from petitions.selectors import steps_up_to, tallies_of
from privacy.conf import current
from privacy.days import utc_today


def note_milestones(petition: Petition, total: int) -> int:
    """Note each goal step that ``total`` has reached and that is not noted yet; returns how many.

    Call it under the petition's lock; where that fails the constraint still lets one row through. A total
    that falls again takes no milestone back, and one that staff hid stays hidden. Sends nothing to anybody.
    """
    rows = Update.objects.filter(petition=petition, place__isnull=True)
    steps = _passed(total, told_from=current().total_shown_from)
    noted = set(rows.filter(milestone__in=steps).values_list("milestone", flat=True)) if steps else set()
    return _note([_reached(petition, step) for step in steps if step not in noted])


def note_place_milestones(petition: Petition, place_ids: Collection[int]) -> int:
    """The same for these campuses of the petition, told on each one's own page: never below ten.

    Of a total that the public is not told nothing is noted, until it is told again and grows.
    """
    told_from = current().place_total_shown_from
    tallies = tallies_of(petition) if place_ids else []
    totals = {one.place.pk: one.total for one in tallies if one.is_shown and one.place.pk in place_ids}
    wanted = {(pk, step) for pk, total in totals.items() for step in _passed(total, told_from=told_from)}
    if wanted:
        noted = Update.objects.filter(place__in=[pk for pk, _step in wanted], milestone__isnull=False)
        wanted -= set(noted.values_list("place", "milestone"))
    return _note([_reached(petition, step, place_id=pk) for pk, step in sorted(wanted)])


def _passed(total: int, *, told_from: int) -> list[int]:
    return [step for step in steps_up_to(total) if step >= told_from]


def _reached(petition: Petition, step: int, *, place_id: int | None = None) -> Update:
    return Update(
        petition=petition, place_id=place_id, milestone=step, day=utc_today(), state=UpdateState.SHOWN
    )


def _note(rows: list[Update]) -> int:
    Update.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
