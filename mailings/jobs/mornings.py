"""Sending in each person's own morning: their rows wait until clocks in their region show the hour."""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from mailings.models import Mailing, Recipient
from mailings.region_zones import ZONES, regions_by_zone, zone_of_region
from outbox.enums import SendState
from supporters.models import Supporter

MORNING = time(9)
# Whose morning has just begun gets it at once; who is later in the day, the next morning.
STILL_MORNING = timedelta(hours=3)


def wait_for_mornings(mailing: Mailing) -> int:
    """Have the frozen rows of a mailing wait for the morning of who gets them; how many wait.

    One UPDATE for each zone. The share on which a test is tried leaves at once, or it would try mornings.
    Called before the first is sent; run again, it changes nothing.
    """
    if not mailing.is_local_morning:
        return 0
    begins = mailing.scheduled_at or timezone.now()
    home = mailing.scheduled_zone or "UTC"
    rows = Recipient.objects.filter(mailing=mailing, state=SendState.QUEUED, due=None)
    if mailing.is_tested:
        rows = rows.filter(variant="")
    waiting = 0
    for zone, regions in regions_by_zone().items():
        waiting += _wait(rows, Q(region__in=regions), morning_in(zone, begins, _hour_of(mailing)))
    # Of whom no region is known, or one that we have no zone of.
    return waiting + _wait(rows, ~Q(region__in=ZONES), morning_in(home, begins, _hour_of(mailing)))


def morning_in(zone: str, begins: datetime, hour: time) -> datetime | None:
    """The instant of the first ``hour`` in ``zone`` (an IANA name) that is not over when it ``begins``.

    None for at once: it began less than three hours before. An hour that clocks skip is the one after it.
    """
    there = zone_of_region("", zone)
    day = begins.astimezone(there).date()
    morning = datetime.combine(day, hour, tzinfo=there).astimezone(UTC)
    if morning <= begins - STILL_MORNING:
        morning = datetime.combine(day + timedelta(days=1), hour, tzinfo=there).astimezone(UTC)
    return morning if morning > begins else None


def _hour_of(mailing: Mailing) -> time:
    local: datetime | None = mailing.scheduled_local
    return local.time() if local is not None else MORNING


def _wait(rows: QuerySet[Recipient], who: Q, until: datetime | None) -> int:
    if until is None:
        return 0
    return rows.filter(supporter__in=Supporter.objects.filter(who).values("pk")).update(due=until)
