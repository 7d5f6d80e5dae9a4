"""totals.json: as much as the page tells, in tens and once a day where it tells more."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns import page_cache
from petitions import services
from petitions.enums import PetitionState, SignatureState
from petitions.jobs.open_numbers import tell_numbers
from petitions.models import OpenPeriod, OpenRegion, PlaceTotal, Signature, Total
from petitions.selectors import forget_rules
from privacy.actors import Actor
from tests.petitions.embeds import asked_for
from tests.petitions.factories import open_place, sign_and_confirm

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 1)


@pytest.fixture
def page(petition, petition_page):
    type(petition).objects.filter(pk=petition.pk).update(created=FIRST)
    return petition_page(petition)


def url_of(petition, at=""):
    if at:
        return reverse("countersign_place_totals", args=[petition.public_id, at])
    return reverse("countersign_petition_totals", args=[petition.public_id])


def numbers_of(client, petition, at=""):
    """What it says to somebody who kept no copy."""
    caches["default"].clear()
    page_cache.forget_near()
    forget_rules()
    return client.get(url_of(petition, at)).json()


def counted(petition, day, amount):
    """So many counted on a day, without making them."""
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=day, amount=amount)


def counted_in(petition, region, number, day=FIRST, country="US"):
    """So many counted rows in a region."""
    rows = [
        Signature(
            petition=petition,
            state=SignatureState.CONFIRMED,
            region=region,
            country=country,
            language="en",
            created=day,
        )
        for _ in range(number)
    ]
    Signature.objects.bulk_create(rows)


def tell(day):
    """Run the daily job on the morning of ``day``."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 3, tzinfo=UTC), tick=False):
        tell_numbers()


def day(number):
    return FIRST + timedelta(days=number)


# --- the file ------------------------------------------------------------------------------------


def test_the_total_is_told_from_25_on_as_on_the_page(client, petition, page):
    counted(petition, FIRST, 24)
    assert numbers_of(client, petition) == {
        "petition": str(petition.public_id),
        "is_open": True,
        "total": None,
        "goal": None,
        "not_genuine": None,
        "days": [],
        "regions": [],
        "places": [],
    }
    Total.objects.update(amount=25)
    assert (numbers_of(client, petition)["total"], numbers_of(client, petition)["goal"]) == (25, 100)


def test_a_campus_is_told_from_ten_on(client, petition, page):
    bay, hill = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    for place, amount in ((bay, 10), (hill, 9)):
        PlaceTotal.objects.create(place=place, day=FIRST, amount=amount)

    assert numbers_of(client, petition)["places"] == [
        {"at": "bay-college", "name": "Bay College", "total": 10}
    ]
    assert [numbers_of(client, petition, at)["total"] for at in ("bay-college", "hill-college")] == [10, None]
    services.hide_place(place=bay, actor=Actor.system())
    assert numbers_of(client, petition)["places"] == []
    assert numbers_of(client, petition, "bay-college") == {"error": "not found"}


def test_scripts_of_every_site_may_read_it_and_it_is_kept_a_minute(client, petition, page):
    counted(petition, FIRST, 30)
    response = client.get(url_of(petition))

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Content-Type"] == "application/json"
    assert response.cookies == {}
    again = client.get(url_of(petition), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_kept_for_all_visitors_and_every_parameter_is_dropped(client, petition, page):
    first = client.get(url_of(petition))
    other = f"{url_of(petition)}?x=1&source=flyer"
    assert asked_for(client, other) == []
    assert client.get(other).content == first.content
    assert client.get(f"{url_of(petition)}?page=2").status_code == 404


def test_without_a_public_page_there_is_none(client, petition):
    for url in (url_of(petition), url_of(petition, "bay-college")):
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 405)


def test_the_costs_do_not_grow_with_campuses(petition, page, client):
    for number in range(3):
        open_place(petition, f"College {number}")
    forget_rules()
    client.get(page.get_url())
    assert len(asked_for(client, url_of(petition))) == 6


def test_the_page_names_the_file_and_keeps_its_count_by_it(client, petition, page):
    counted(petition, FIRST, 30)
    html = client.get(page.get_url()).text

    assert f'<link rel="alternate" type="application/json" href="{url_of(petition)}">' in html
    assert f'data-totals="{url_of(petition)}"' in html
    assert html.count("petitions/totals.js") == 1


# --- days ----------------------------------------------------------------------------------------


def test_days_are_told_in_full_tens_and_the_rest_with_the_next(client, petition, page):
    counted(petition, day(0), 27)
    tell(day(0))
    # Today is not over.
    assert numbers_of(client, petition)["days"] == []
    tell(day(1))
    counted(petition, day(1), 2)
    tell(day(2))
    counted(petition, day(2), 1)
    tell(day(3))
    counted(petition, day(5), 12)
    tell(day(6))

    assert numbers_of(client, petition)["days"] == [
        {"from": "2026-11-01", "to": "2026-11-01", "signatures": 20},
        {"from": "2026-11-02", "to": "2026-11-03", "signatures": 10},
        {"from": "2026-11-04", "to": "2026-11-06", "signatures": 10},
    ]


def test_what_was_told_of_days_never_changes(client, petition, page):
    counted(petition, day(0), 30)
    tell(day(1))
    before = numbers_of(client, petition)["days"]
    Total.objects.update(amount=26)
    tell(day(2))
    tell(day(2))

    assert (
        numbers_of(client, petition)["days"]
        == before
        == [{"from": "2026-11-01", "to": "2026-11-01", "signatures": 30}]
    )
    # Who comes in place of those who went is not told either, until there are ten more.
    counted(petition, day(2), 13)
    tell(day(3))
    assert numbers_of(client, petition)["days"] == before
    counted(petition, day(3), 1)
    tell(day(4))
    assert [one["signatures"] for one in numbers_of(client, petition)["days"]] == [30, 10]


def test_below_25_no_day_is_told(client, petition, page):
    counted(petition, day(0), 24)
    tell(day(3))

    assert numbers_of(client, petition)["days"] == []


def test_each_campus_has_its_own_days(client, petition, page):
    bay, hill = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    type(bay).objects.update(created=FIRST)
    PlaceTotal.objects.create(place=bay, day=day(0), amount=19)
    PlaceTotal.objects.create(place=hill, day=day(0), amount=9)
    tell(day(1))
    PlaceTotal.objects.create(place=bay, day=day(1), amount=1)
    PlaceTotal.objects.create(place=hill, day=day(1), amount=1)
    tell(day(2))

    assert numbers_of(client, petition, "bay-college")["days"] == [
        {"from": "2026-11-01", "to": "2026-11-01", "signatures": 10},
        {"from": "2026-11-02", "to": "2026-11-02", "signatures": 10},
    ]
    assert numbers_of(client, petition, "hill-college")["days"] == [
        {"from": "2026-11-01", "to": "2026-11-02", "signatures": 10}
    ]
    assert numbers_of(client, petition)["days"] == []


# --- regions -------------------------------------------------------------------------------------


def regions(client, petition):
    return {one["region"]: one["signatures"] for one in numbers_of(client, petition)["regions"]}


def test_regions_are_told_in_full_tens_from_ten_on(client, petition, page):
    for region, number in (("CA", 29), ("NY", 10), ("TX", 9), ("", 40)):
        counted_in(petition, region, number)
    tell(day(0))
    assert regions(client, petition) == {}
    tell(day(1))

    assert regions(client, petition) == {"CA": 20, "NY": 10}


def test_a_region_moves_by_ten_people_and_never_by_one(client, petition, page):
    """Who looks every day sees no single coming or going, and no flicker at the tens."""
    seen = []
    counted_in(petition, "CA", 20)
    # A region is told from where the page tells a total; these make it up.
    counted_in(petition, "NY", 5)
    for number, change in enumerate([0, -1, 1, 1, 8, -1, 1, 1, -10, -1, -9, -1, -9]):
        if change > 0:
            counted_in(petition, "CA", change)
        elif change:
            there = Signature.objects.counted().filter(region="CA")
            gone = list(there.values_list("pk", flat=True)[:-change])
            Signature.objects.filter(pk__in=gone).update(state=SignatureState.WITHDRAWN)
        tell(day(number + 1))
        seen.append(regions(client, petition).get("CA"))

    #        20  19  20  21  29  28  29  30  20  19  10  9   0
    assert seen == [20, 20, 20, 20, 20, 20, 20, 30, 20, 20, 10, 10, None]


def test_test_rows_and_those_who_wait_count_in_no_region(client, petition, page):
    counted_in(petition, "CA", 5)
    Signature.objects.update(is_test=True)
    counted_in(petition, "CA", 5)
    Signature.objects.filter(is_test=False).update(
        state=SignatureState.PENDING, expires_at=datetime(2030, 1, 1, tzinfo=UTC)
    )
    counted_in(petition, "CA", 9)
    tell(day(1))

    assert regions(client, petition) == {}


def test_the_database_takes_nothing_of_fewer_than_ten(petition):
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenRegion.objects.create(petition=petition, country="US", region="CA", amount=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenPeriod.objects.create(petition=petition, first=FIRST, last=FIRST, amount=9)
    OpenPeriod.objects.create(petition=petition, first=FIRST, last=FIRST, amount=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenPeriod.objects.create(petition=petition, first=FIRST, last=FIRST, amount=10)


def test_looking_each_day_tells_of_nobody_alone(client, petition, page):
    """One by one people of two states sign: between any two looks each step is tens or nothing."""
    looks = []
    for number in range(60):
        counted_in(petition, "CA" if number % 3 else "NV", 1, day=day(number))
        counted(petition, day(number), 1)
        tell(day(number + 1))
        looks.append(numbers_of(client, petition))

    steps = Counter()
    for before, after in pairwise(looks):
        for name in ("regions", "days"):
            told = [sum(one["signatures"] for one in look[name]) for look in (before, after)]
            steps[told[1] - told[0]] += 1
    assert set(steps) <= {0, 10, 20, 30}
    assert looks[-1]["regions"] == [
        {"country": "US", "region": "CA", "signatures": 40},
        {"country": "US", "region": "NV", "signatures": 20},
    ]


def test_a_petition_that_is_long_over_is_left_alone(petition, page, client):
    counted(petition, day(0), 30)
    services.close_petition(petition=petition, actor=Actor.system())
    type(petition).objects.update(closed_on=day(1))
    tell(day(9))
    assert numbers_of(client, petition)["days"] == []
    tell(day(2))
    assert [one["signatures"] for one in numbers_of(client, petition)["days"]] == [30]


def test_a_paused_petition_goes_on_telling_for_what_waited_is_still_confirmed(petition, page, client):
    counted(petition, day(0), 30)
    type(petition).objects.update(state=PetitionState.PAUSED)
    tell(day(1))

    assert [one["signatures"] for one in numbers_of(client, petition)["days"]] == [30]


def test_a_real_signature_moves_the_total_at_once_and_nothing_else(petition, page, client):
    counted(petition, day(0), 24)
    sign_and_confirm(petition)

    found = numbers_of(client, petition)
    assert (found["total"], found["days"], found["regions"]) == (25, [], [])
