"""How many came and went on each day: counted when the day is over, so that nobody can watch one come."""

from datetime import date, timedelta

from django.db.models import Count, QuerySet

from outbox.selectors import refusing_all
from privacy.days import utc_today
from supporters.enums import SubscriptionState
from supporters.models import FileDay, Subscription, Supporter, WhyLeftCount

ONE_DAY = timedelta(days=1)
# What the first run tells of the days before it: those who came then and are still here.
FIRST_DAYS = 84


def count_days() -> int:
    """Write down the days that are over and not counted yet; returns how many. Idempotent.

    Who came and was erased on one day is not seen; after days without a worker, all who went are told of
    the last of them.
    """
    yesterday = utc_today() - ONE_DAY
    last = FileDay.objects.order_by("-day").first()
    if last is not None and last.day >= yesterday:
        return 0
    first = last.day + ONE_DAY if last is not None else yesterday - (FIRST_DAYS - 1) * ONE_DAY
    joined = Supporter.objects.filter(joined__gte=first, joined__lte=yesterday).order_by()
    came = dict(joined.values_list("joined").annotate(number=Count("pk")))
    today = Supporter.objects.filter(joined__gt=yesterday).count()
    people = Supporter.objects.count() - today
    before = last.people if last is not None else people - sum(came.values())
    rows = []
    for day in (first + number * ONE_DAY for number in range((yesterday - first).days + 1)):
        before += came.get(day, 0)
        rows.append(FileDay(day=day, people=before, came=came.get(day, 0), went=0))
    # After a restore there may be more than were known of.
    rows[-1].people, rows[-1].went = people, max(0, before - people)
    for name, number in _health().items():
        setattr(rows[-1], name, number)
    # Of two workers at once the first has counted it.
    FileDay.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _health() -> dict[str, int]:
    """Four counts, each over an index of its own."""
    standings = Subscription.objects.order_by()
    subscribed = standings.filter(state=SubscriptionState.SUBSCRIBED)
    unconfirmed = standings.filter(state=SubscriptionState.UNCONFIRMED)
    return {
        "subscribed": subscribed.aggregate(number=Count("supporter", distinct=True))["number"],
        "unconfirmed": unconfirmed.aggregate(number=Count("supporter", distinct=True))["number"],
        "idle": Supporter.objects.filter(idle_since__isnull=False).count(),
        "refused": refusing_all(),
    }


def days_before(cutoff: date) -> QuerySet[FileDay]:
    """Days of which nobody needs the numbers any more."""
    return FileDay.objects.filter(day__lt=cutoff)


def reasons_before(cutoff: date) -> QuerySet[WhyLeftCount]:
    """Why people left in months that began before ``cutoff``."""
    return WhyLeftCount.objects.filter(month__lt=cutoff)


def overdue(cutoff: date) -> int:
    """How many of both there are."""
    return days_before(cutoff).count() + reasons_before(cutoff).count()


def forget_days(cutoff: date) -> int:
    """Delete them; returns how many there were."""
    return days_before(cutoff).delete()[0] + reasons_before(cutoff).delete()[0]
