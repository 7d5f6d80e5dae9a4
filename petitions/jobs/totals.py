"""How deltas become totals, and when the petition's pages are told."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from campaigns.page_cache import purge_all, refresh_page
from campaigns.page_url import path_of
from campaigns.pages import pages_of
from petitions.addresses import AT, place_path
from petitions.enums import REASONS_AFTER_COUNTING, SignatureState
from petitions.jobs.milestones import note_milestones, note_place_milestones
from petitions.models import (
    HourlyCount,
    KindTotal,
    PartTotal,
    Petition,
    Place,
    PlaceTotal,
    Signature,
    Total,
    TotalDelta,
)
from petitions.selectors import (
    Difference,
    count_differences,
    forget_rules,
    goal_for,
    kind_steps,
    part_steps,
    place_steps,
    tallies_of,
    total_of,
)
from privacy.conf import current
from privacy.inserts import insert_rows

FOLD_BATCH = 5_000


def note_change(signature: Signature, *, left: str = "", entered: str = "") -> None:
    """Insert the one TotalDelta of a change of state; nothing for a test row, which never counts.

    ``signature`` is as it stands now: what counts has its campus by then, and keeps it.
    """
    if changes := changes_of(signature, left=left, entered=entered):
        insert_rows(*changes)


def changes_of(signature: Signature, *, left: str = "", entered: str = "") -> list[TotalDelta]:
    """What ``note_change()`` inserts, for a writer that inserts it beside other rows."""
    if signature.is_test:
        return []
    delta = TotalDelta(petition_id=signature.petition_id, left=left, entered=entered, day=signature.created)
    if SignatureState.CONFIRMED in (left, entered):
        delta.place_id, delta.affiliation_id = signature.place_id, signature.affiliation_id
        delta.method = signature.method
        delta.language, delta.source = signature.language, signature.source
    if SignatureState.INVALIDATED in (left, entered):
        delta.not_genuine = signature.quarantine_reason in REASONS_AFTER_COUNTING
    return [delta]


def fold_totals(petition_id: int) -> int:
    """Add a petition's deltas up in its totals and delete them; returns how many there were.

    Side effects: counts new rows by the hour, moves the goal on, notes milestones, has the pages drawn
    again when what they show has changed enough to be noticed.
    """
    folded = 0
    while True:
        with transaction.atomic():
            # One folding at a time; signers, who insert with a key of this row, do not wait for it.
            petition = Petition.objects.select_for_update(no_key=True).filter(pk=petition_id).first()
            if petition is None:
                return folded
            deltas = list(TotalDelta.objects.filter(petition=petition).order_by("pk")[:FOLD_BATCH])
            if deltas:
                _add_up(petition, deltas)
                _add_up_kinds(petition, deltas)
                _add_up_places(petition, deltas)
                _add_up_parts(petition, deltas)
                TotalDelta.objects.filter(pk__in=[delta.pk for delta in deltas]).delete()
                _tell_withheld(petition)
            _tell_pages(petition)
        folded += len(deltas)
        if len(deltas) < FOLD_BATCH:
            return folded


def fold_all() -> int:
    """Fold every petition that has deltas: what a lost wake-up left behind."""
    waiting = TotalDelta.objects.order_by().values_list("petition_id", flat=True).distinct()
    return sum(fold_totals(petition_id) for petition_id in list(waiting))


def mend_totals(petition: Petition) -> list[Difference]:
    """Write what the rows say into the totals; returns what differed."""
    with transaction.atomic():
        Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
        differences = count_differences(petition)
        for one in differences:
            step = one.rows - one.total
            if one.part:
                _move_part(petition, one.part, one.value, step)
                continue
            if one.place_id is not None:
                _move_place(one.place_id, one.affiliation_id, one.day, step)
                continue
            if one.kind:
                _move_kind(petition, one.kind, one.day, step)
                continue
            rows = Total.objects.filter(petition=petition, state=one.state, day=one.day)
            _raise_or_make(rows, Total(petition=petition, state=one.state, day=one.day), step)
        _tell_pages(petition)
        _tell_places(petition, {one.place_id for one in differences if one.place_id is not None})
    return differences


def _add_up(petition: Petition, deltas: list[TotalDelta]) -> None:
    steps: Counter[tuple[str, date]] = Counter()
    fresh = 0
    for delta in deltas:
        if delta.left:
            steps[delta.left, delta.day] -= 1
        if delta.entered:
            steps[delta.entered, delta.day] += 1
        fresh += not delta.left
    for (state, day), step in sorted(steps.items()):
        if step:
            rows = Total.objects.filter(petition=petition, state=state, day=day)
            _raise_or_make(rows, Total(petition=petition, state=state, day=day), step)
    if fresh:
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        hours = HourlyCount.objects.filter(petition=petition, hour=hour)
        _raise_or_make(hours, HourlyCount(petition=petition, hour=hour), fresh)


def _add_up_kinds(petition: Petition, deltas: list[TotalDelta]) -> None:
    steps: Counter[tuple[str, date]] = Counter()
    for delta in deltas:
        steps.update(kind_steps(delta))
    for (kind, day), step in sorted(steps.items()):
        if step:
            _move_kind(petition, kind, day, step)


def _move_kind(petition: Petition, kind: str, day: date, step: int) -> None:
    rows = KindTotal.objects.filter(petition=petition, kind=kind, day=day)
    _raise_or_make(rows, KindTotal(petition=petition, kind=kind, day=day), step)


def _add_up_places(petition: Petition, deltas: list[TotalDelta]) -> None:
    steps: Counter[tuple[int, int | None, date]] = Counter()
    for delta in deltas:
        steps.update(place_steps(delta))
    moved = {key: step for key, step in steps.items() if step}
    for (place_id, affiliation_id, day), step in moved.items():
        _move_place(place_id, affiliation_id, day, step)
    _tell_places(petition, {place_id for place_id, _affiliation, _day in moved})


def _move_place(place_id: int, affiliation_id: int | None, day: date, step: int) -> None:
    rows = PlaceTotal.objects.filter(place=place_id, affiliation=affiliation_id, day=day)
    fresh = PlaceTotal(place_id=place_id, affiliation_id=affiliation_id, day=day)
    _raise_or_make(rows, fresh, step)


def _add_up_parts(petition: Petition, deltas: list[TotalDelta]) -> None:
    steps: Counter[tuple[str, str]] = Counter()
    for delta in deltas:
        steps.update(part_steps(delta))
    for (part, value), step in sorted(steps.items()):
        if step:
            _move_part(petition, part, value, step)


def _move_part(petition: Petition, part: str, value: str, step: int) -> None:
    rows = PartTotal.objects.filter(petition=petition, part=part, value=value)
    _raise_or_make(rows, PartTotal(petition=petition, part=part, value=value), step)
    rows.filter(amount=0).delete()


def forget_sources(signatures: models.QuerySet[Signature]) -> None:
    """Insert the changes by which the codes of these links are counted no more; the rows still count.

    Call it before the rows are emptied, in their transaction.
    """
    rows = signatures.filter(state=SignatureState.CONFIRMED, is_test=False).exclude(source="")
    confirmed = SignatureState.CONFIRMED
    TotalDelta.objects.bulk_create(
        TotalDelta(
            petition_id=row.petition_id,
            left=confirmed,
            entered=confirmed,
            day=row.created,
            source=row.source,
        )
        for row in rows.select_for_update(of=("self",)).order_by("pk")
    )


def _raise_or_make[Row: (Total, HourlyCount, PlaceTotal, KindTotal, PartTotal)](
    rows: models.QuerySet[Row], fresh: Row, step: int
) -> None:
    """Safe without an upsert: the caller holds the petition's lock."""
    if not rows.update(amount=F("amount") + step):
        fresh.amount = step
        fresh.save(force_insert=True)


def _tell_pages(petition: Petition) -> None:
    total = total_of(petition)
    goal = goal_for(total, petition.goal)
    passed = note_milestones(petition, total)
    if not passed and not _is_noticeable(petition.shown_total, total) and goal == petition.goal:
        return
    Petition.objects.filter(pk=petition.pk).update(shown_total=total, goal=goal)
    petition.goal = goal
    transaction.on_commit(lambda: forget_rules(petition.public_id))
    for page in pages_of(petition):
        refresh_page(page)


def _tell_places(petition: Petition, place_ids: Collection[int]) -> None:
    """Note their milestones; have the list of campuses and the pages of these drawn again."""
    if not place_ids:
        return
    note_place_milestones(petition, place_ids)
    slugs = list(Place.objects.filter(pk__in=place_ids).values_list("slug", flat=True))
    for page in pages_of(petition):
        if path := path_of(page):
            refresh_page(f"{path}{AT}/")
            for slug in slugs:
                refresh_page(place_path(path, slug))


def _tell_withheld(petition: Petition) -> None:
    """Have the pages of campuses drawn again that are not told now: a kept copy would still tell.

    Those of the small ones, too: none says that it is one while it is to look like these.
    """
    tallies = tallies_of(petition)
    if not any(one.is_withheld for one in tallies):
        return
    slugs = [one.place.slug for one in tallies if not one.is_shown]
    for page in pages_of(petition):
        if path := path_of(page):
            refresh_page(f"{path}{AT}/", *(place_path(path, slug) for slug in slugs))


def _is_noticeable(shown: int, total: int) -> bool:
    """Whether a reader would notice: any change up to 1,000, then one in a hundred."""
    shown_from = current().total_shown_from
    if total == shown or max(total, shown) < shown_from:
        return False
    return min(total, shown) < 1_000 or abs(total - shown) * 100 >= shown


def purge_pages() -> None:
    """Show no kept copy again: a name went or a petition closed, and blocks may show it on any page."""
    purge_all()
