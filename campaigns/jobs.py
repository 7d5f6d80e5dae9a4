"""What tasks and retention do here: numbers of days that are over, reports that have had their time."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from campaigns.kinds import action_kinds
from campaigns.models import Action, ActionDay, Campaign, CountedDay, PageReport, PressTotal
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from privacy.models.sealed import SealedModel

ONE_DAY = timedelta(days=1)
# What the first run tells of the days before it.
FIRST_DAYS = 84
AT_ONCE = 1000
SEALED_AT_ONCE = 200


def count_days() -> int:
    """Count the deeds of the days that are over and not counted yet; returns how many days. Idempotent.

    Days that are over, so that nobody who watches one code sees a single deed come by it.
    """
    yesterday = utc_today() - ONE_DAY
    last = CountedDay.objects.order_by("-day").values_list("day", flat=True).first()
    first = last + ONE_DAY if last is not None else yesterday - (FIRST_DAYS - 1) * ONE_DAY
    counted = 0
    for number in range((yesterday - first).days + 1):
        counted += _count_day(first + number * ONE_DAY)
    return counted


def _count_day(day: date) -> bool:
    """False if another worker was first. Each campaign and kind by the index of its growth."""
    rows = []
    for campaign_id in Campaign.objects.values_list("pk", flat=True):
        done = Action.objects.filter(campaign=campaign_id, kind__in=_kinds(), created=day).order_by()
        rows += [
            ActionDay(campaign_id=campaign_id, kind=kind, source=source, day=day, number=found)
            for kind, source, found in done.values_list("kind", "source").annotate(found=Count("pk"))
        ]
    try:
        with transaction.atomic():
            CountedDay.objects.create(day=day)
            ActionDay.objects.bulk_create(rows, batch_size=AT_ONCE)
    except IntegrityError:
        return False
    return True


def _kinds() -> list[str]:
    return [kind.name for kind in action_kinds()]


def days_before(cutoff: date) -> QuerySet[ActionDay]:
    """Days of which nobody needs the numbers any more."""
    return ActionDay.objects.filter(day__lt=cutoff)


def forget_days(cutoff: date) -> int:
    """Delete them; returns how many rows there were. Which days were counted goes with them."""
    with transaction.atomic():
        CountedDay.objects.filter(day__lt=cutoff).delete()
        return days_before(cutoff).delete()[0]


def presses_before(cutoff: date) -> QuerySet[PressTotal]:
    """Totals of presses of an earlier day."""
    return PressTotal.objects.filter(day__lt=cutoff)


def forget_presses(cutoff: date) -> int:
    """Delete them; returns how many rows there were."""
    return presses_before(cutoff).delete()[0]


def reports_before(cutoff: date) -> QuerySet[PageReport]:
    """Reports of pages of an earlier day."""
    return PageReport.objects.filter(created__lt=cutoff)


def enforce_reports(cutoff: date) -> int:
    """Reports go, whether anybody dealt with them or not."""
    return remove_sealed(reports_before(cutoff))


def remove_sealed[Row: SealedModel](due: QuerySet[Row]) -> int:
    """Delete these with their subjects, so many at a time; how many."""
    gone = 0
    while True:
        with transaction.atomic():
            rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:SEALED_AT_ONCE])
            destroy_after_commit(row.subject_id for row in rows if row.subject_id is not None)
            due.model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
        gone += len(rows)
        if len(rows) < SEALED_AT_ONCE:
            return gone
