"""What ``totals.json`` tells by days and regions: moved on once a day, never by fewer than ten people.

The total of a page is told as it stands, from 25 on (a campus from 10), for the page tells it too. Whoever
kept asking for numbers that are finer would learn when one person of one region signed. So these are
written down by a daily job, each by a step of ten people at least, and what was told stays as it is.
``docs/developers/open-numbers.md`` says what can be subtracted from what.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet, Sum

from petitions.enums import RUNNING, SignatureState
from petitions.models import OpenPeriod, OpenRegion, Petition, PlaceTotal, Total
from petitions.small_groups import SMALLEST_GROUP, in_tens
from privacy.conf import current
from privacy.days import utc_today

# How long the numbers of a petition that is over are still moved on.
AFTERWARDS = timedelta(days=2)


def tell_numbers() -> None:
    """Move the open numbers of every petition on, as of the end of yesterday (UTC). Idempotent."""
    today = utc_today()
    running = Q(state__in=RUNNING) | Q(closed_on__gte=today - AFTERWARDS)
    for pk in list(Petition.objects.filter(running).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # One at a time: two would each add the same period.
            petition = Petition.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if petition is None:
                continue
            _tell_days(petition, today)
            _tell_places(petition, today)
            _tell_regions(petition, today)


def _tell_days(petition: Petition, today: date) -> None:
    counted = Total.objects.filter(petition=petition, state=SignatureState.CONFIRMED, day__lt=today)
    total = counted.aggregate(sum=Sum("amount"))["sum"] or 0
    if total < current().total_shown_from:
        return
    told = OpenPeriod.objects.filter(petition=petition, place=None)
    already = told.aggregate(sum=Sum("amount"), last=Max("last"))
    first = _day_after(already["last"]) or petition.created
    _add(told, [_period(petition, None, first, total - (already["sum"] or 0), today)])


def _tell_places(petition: Petition, today: date) -> None:
    """Each campus by itself: three queries for all of them."""
    places = petition.places.all()
    rows = PlaceTotal.objects.filter(place__in=places, affiliation=None, day__lt=today).order_by()
    totals = dict(rows.values_list("place").annotate(sum=Sum("amount")))
    told = OpenPeriod.objects.filter(petition=petition, place__isnull=False)
    already: Mapping[int, tuple[int, date]] = {
        place: (amount, last)
        for place, amount, last in told.order_by()
        .values_list("place")
        .annotate(sum=Sum("amount"), newest=Max("last"))
    }
    found = []
    for place in places:
        total = totals.get(place.pk, 0)
        amount, last = already.get(place.pk, (0, None))
        if total >= current().place_total_shown_from:
            first = _day_after(last) or place.created
            found.append(_period(petition, place.pk, first, total - amount, today))
    _add(told, found)


def _period(
    petition: Petition, place_id: int | None, first: date, amount: int, today: date
) -> OpenPeriod | None:
    """What came since the last period, in full tens: the rest is told with the next.

    None while it is fewer than ten, or while the day goes on.
    """
    last = today - timedelta(days=1)
    amount = in_tens(amount)
    if amount <= 0 or first > last:
        return None
    return OpenPeriod(petition=petition, place_id=place_id, first=first, last=last, amount=amount)


def _add(told: QuerySet[OpenPeriod], found: Iterable[OpenPeriod | None]) -> None:
    told.bulk_create([one for one in found if one is not None])


def _day_after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def _tell_regions(petition: Petition, today: date) -> None:
    rows = petition.signatures.counted().filter(created__lt=today).exclude(region="")
    grouped = rows.order_by().values_list("country", "region").annotate(n=Count("pk"))
    now = {(country, region): number for country, region, number in grouped}
    told = {(row.country, row.region): row for row in OpenRegion.objects.filter(petition=petition)}
    # As little as of the days, while the page tells no total.
    if not told and sum(now.values()) < current().total_shown_from:
        return
    for key in sorted(now.keys() | told.keys()):
        number, row = now.get(key, 0), told.get(key)
        before = row.amount if row is not None else 0
        # Moved by ten at least, or nine who go and one who comes would be told one by one.
        if abs(number - before) < SMALLEST_GROUP:
            continue
        amount = in_tens(number)
        if row is not None and not amount:
            row.delete()
        elif row is not None:
            OpenRegion.objects.filter(pk=row.pk).update(amount=amount)
        elif amount:
            country, region = key
            OpenRegion.objects.create(petition=petition, country=country, region=region, amount=amount)
