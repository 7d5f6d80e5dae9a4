"""The supporter file in numbers: counted when a day is over, in full tens, and kept when people go."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from outbox.enums import RefusalReason
from outbox.services import pause_news, refuse
from privacy.bars import Stretch, bars_of, weeks_of
from privacy.retention import enforce_all
from supporters.jobs.growth import count_days
from supporters.models import FileDay, Supporter
from supporters.panels import GrowthPanel
from supporters.services import erase_supporter, subscribe
from tests.supporters.factories import PERSON, ListFactory, admit, imported

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def on(day, hour="12:00"):
    return travel(f"{day}T{hour}Z", tick=False)


def test_a_day_is_counted_when_it_is_over_and_once():
    with on(DAY):
        admit("a@example.org")
        assert count_days() == 84
        assert FileDay.objects.get(day=DAY - timedelta(days=1)).came == 0
        assert not FileDay.objects.filter(day=DAY).exists()
    with on(DAY + timedelta(days=1)):
        admit("b@example.org")
        assert (count_days(), count_days()) == (1, 0)

    told = FileDay.objects.get(day=DAY)
    assert (told.people, told.came, told.went) == (1, 1, 0)


def test_who_is_erased_is_told_of_as_a_number_and_the_earlier_days_stay():
    with on(DAY):
        count_days()
        people = [admit(f"{n}@example.org") for n in range(3)]
    with on(DAY + timedelta(days=1)):
        count_days()
        for one in people[:2]:
            erase_supporter(supporter=one, keep_fingerprint=False, actor=PERSON)
    with on(DAY + timedelta(days=2)):
        count_days()

    days = FileDay.objects.filter(day__gte=DAY).order_by("day").values_list("people", "came", "went")
    assert list(days) == [(3, 3, 0), (1, 0, 2)]


def test_the_first_run_tells_who_came_before_it_and_days_without_a_worker_are_made_up_for():
    with on(DAY - timedelta(days=5)):
        admit("a@example.org")
    with on(DAY - timedelta(days=2)):
        admit("b@example.org")
    with on(DAY):
        count_days()
    with on(DAY + timedelta(days=3)):
        assert count_days() == 3

    came = {row.day: (row.people, row.came) for row in FileDay.objects.exclude(came=0)}
    assert came == {DAY - timedelta(days=5): (1, 1), DAY - timedelta(days=2): (2, 1)}
    assert FileDay.objects.count() == 87


def test_consent_is_told_of_people_and_not_of_their_standings():
    lists = [ListFactory(), ListFactory()]
    with on(DAY):
        taker, other = admit("a@example.org"), admit("b@example.org")
        for one in lists:
            subscribe(supporter=taker, list=one, actor=PERSON)
        imported(other, lists[0], since=DAY)
        Supporter.objects.filter(pk=other.pk).update(idle_since=DAY)
        refuse(address="c@example.org", reason=RefusalReason.UNSUBSCRIBED)
        refuse(address="c@example.org", list_id=lists[0].public_id, reason=RefusalReason.UNSUBSCRIBED)
        pause_news(address="c@example.org", until=DAY + timedelta(days=9))
    with on(DAY + timedelta(days=1)):
        count_days()

    row = FileDay.objects.get(day=DAY)
    assert (row.subscribed, row.unconfirmed, row.idle, row.refused) == (1, 1, 1, 1)


def test_days_are_forgotten_after_two_years():
    FileDay.objects.create(day=DAY, people=1, came=1, went=0)
    with on(DAY + timedelta(days=731)):
        enforce_all()
        assert FileDay.objects.count() == 1
    with on(DAY + timedelta(days=732)):
        enforce_all()
    assert FileDay.objects.count() == 0


def test_nothing_is_told_of_fewer_than_ten_and_the_rest_in_tens():
    weeks = [Stretch(DAY, DAY, 9, 19), Stretch(DAY, DAY, 31)]
    bars = bars_of(weeks)

    assert [(one.number, one.other) for one in bars.pairs] == [
        ("fewer than 10", "10"),
        ("30", "fewer than 10"),
    ]
    assert [(one.height, one.other_height) for one in bars.pairs] == [(0.0, 33.3), (100.0, 0.0)]
    assert (bars.highest, bars_of([Stretch(DAY, DAY, 9, 9)]).is_empty) == (30, True)


def test_twelve_weeks_end_with_the_last_day():
    days = {DAY - timedelta(days=n): (1, 2) for n in range(1, 84)}
    weeks = weeks_of(days, DAY)

    assert [(week.number, week.other) for week in weeks] == [(7, 14)] * 11 + [(6, 12)]
    assert {week.number for week in weeks_of({}, DAY)} == {0}
    assert (weeks[0].first, weeks[-1].last) == (DAY - timedelta(days=83), DAY)


EVERY_ROLE = ["Editors", "Organizers", "Moderators", "Mailers", "Data stewards", "Treasurers"]


@pytest.mark.parametrize("role", [*EVERY_ROLE, "Administrators"])
def test_the_front_page_tells_each_role_what_belongs_to_it(staff, role):
    count_days()
    page = staff(role).get(reverse("wagtailadmin_home")).text
    file_is_theirs = role in {"Mailers", "Data stewards", "Administrators"}

    for panel in ("growth", "consent", "mail"):
        assert (f'id="{panel}-section"' in page) == file_is_theirs, panel
    assert ('id="overdue-section"' in page) == (role in {"Data stewards", "Administrators"})


def test_the_panels_cost_two_queries_and_none_for_who_may_not_see_them(staff, django_user_model):
    count_days()
    client = staff("Mailers")

    def file_queries(client):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("wagtailadmin_home"))
        return sum("fileday" in one["sql"] for one in asked.captured_queries)

    assert file_queries(client) == 2
    assert file_queries(staff("Editors", name="editor")) == 0


def test_before_the_first_day_is_over_the_panels_say_so(staff):
    assert GrowthPanel().what(None) == {"bars": None}
    assert staff("Mailers").get(reverse("wagtailadmin_home")).text.count("Counted for the first time") == 2
