"""Data stewards read who of the staff did what, and that they read it is noted once a day."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from privacy.access_reads import PAGE, Place
from privacy.choices import AccessDeed, AccessReason
from privacy.kind_names import KIND_NAMES
from privacy.ledger import log_access, note_verdict, seal_ledger
from privacy.models import AccessLog, LedgerCheck
from privacy.record_tasks import verify_ledgers
from staff.enums import FIELD_KINDS
from supporters.enums import ExportColumn

pytestmark = pytest.mark.django_db
LOG = "/admin/access-log/"


@pytest.fixture
def steward(staff):
    return staff("Data stewards", name="steward")


def look(user, deed=AccessDeed.UNMASKED, *, count=1, reason=AccessReason.ANSWER, days_ago=0):
    entry = log_access(user=user, deed=deed, kinds=["email"], count=count, reason=reason)
    minute = entry.minute - timedelta(days=days_ago)
    AccessLog.objects.filter(pk=entry.pk).update(minute=minute)
    return entry


@pytest.mark.parametrize(
    "role", ["Editors", "Organizers", "Moderators", "Mailers", "Treasurers", "Administrators"]
)
def test_the_log_is_for_data_stewards(staff, role):
    client = staff(role)
    assert client.get(LOG).status_code != 200
    client.post(LOG)
    assert AccessLog.objects.count() == 0
    assert LOG not in client.get("/admin/").text


def test_reading_it_is_noted_once_a_day(steward):
    page = steward.get(LOG)
    assert (page.status_code, "Show the entries" in page.text, AccessLog.objects.count()) == (200, True, 0)
    for _again in range(2):
        assert steward.post(LOG).status_code == 302
    assert [row.deed for row in AccessLog.objects.all()] == ["log_read"]
    assert "Looked at this log" in steward.get(LOG).text
    assert LOG in steward.get("/admin/").text


def test_entries_are_found_by_who_what_why_and_when(steward):
    ada, eve = User.objects.create_user("ada"), User.objects.create_user("eve")
    look(ada)
    look(ada, AccessDeed.EXPORTED, count=300, reason=AccessReason.DELIVER)
    look(eve, days_ago=5)
    look(eve, days_ago=50)
    steward.post(LOG)

    def found(**asked):
        page = steward.get(LOG, asked)
        assert page.status_code == 200
        return sorted((entry.who, str(entry.row.deed)) for entry in page.context["entries"])

    day = (timezone.now() - timedelta(days=5)).date().isoformat()
    assert found(user="ada") == [("ada", "exported"), ("ada", "unmasked")]
    assert found(deed="exported") == [("ada", "exported")]
    assert found(reason="deliver") == [("ada", "exported")]
    assert found(since=day, until=day) == [("eve", "unmasked")]
    assert len(found(since=(timezone.now() - timedelta(days=60)).date().isoformat())) == 5
    assert found(user="ada", deed="erased") == []
    totals = [(one["who"], one["entries"], one["records"]) for one in steward.get(LOG).context["totals"]]
    assert totals == [("ada", 2, 301), ("steward", 1, 0), ("eve", 1, 1)]


def test_days_the_wrong_way_round_and_words_that_are_none_are_said(steward):
    wrong = steward.get(LOG, {"since": "2026-03-02", "until": "2026-03-01"})
    assert (wrong.status_code, "This day is before the first one." in wrong.text) == (422, True)
    assert steward.get(LOG, {"user": "nobody", "since": "yesterday"}).status_code == 422
    assert steward.get(LOG, {"behind": "nonsense"}).status_code == 200
    assert steward.get(LOG, {"behind": f"{10**30}-1"}).status_code == 200


def test_a_page_begins_where_the_last_one_ended(steward):
    ada = User.objects.create_user("ada")
    rows = [look(ada) for _one in range(PAGE + 10)]
    steward.post(LOG)
    first = steward.get(LOG, {"user": "ada"})
    second = steward.get(LOG + first.context["next_url"])
    shown = [entry.row.pk for page in (first, second) for entry in page.context["entries"]]
    assert shown == sorted((row.pk for row in rows), reverse=True)
    assert second.context["next_url"] == ""
    place = Place(rows[0].minute, 7)
    assert Place.read(str(place)) == place


def test_many_entries_cost_as_many_queries_as_one(steward):
    steward.post(LOG)
    asked = []
    for number in range(2):
        for each in range(20 * number + 1):
            look(User.objects.create_user(f"colleague-{number}-{each}"))
        with CaptureQueriesContext(connection) as queries:
            steward.get(LOG)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_accounts_that_are_gone_are_told_apart_and_the_terminal_has_words(steward):
    gone = [User.objects.create_user(f"gone-{number}") for number in range(2)]
    numbers = [user.pk for user in gone]
    for user in gone:
        look(user)
        user.delete()
    look(None, AccessDeed.LOCKED)
    steward.post(LOG)
    page = steward.get(LOG).text
    said = [f"A deleted account ({number})" for number in numbers]
    # Each in the totals and in the entries.
    assert [page.count(words) for words in (*said, "At the terminal", "gone-")] == [2, 2, 2, 0]


def test_what_the_daily_look_found_stands_there(steward):
    assert "Nobody has looked yet" in steward.get(LOG).text
    entry = look(None)
    seal_ledger(AccessLog)
    verify_ledgers.call()
    assert "no entry was changed or taken out" in steward.get(LOG).text
    AccessLog.objects.filter(pk=entry.pk).update(count=0)
    assert not note_verdict(AccessLog).is_whole
    assert "at seal 1 or before" in steward.get(LOG).text
    assert LedgerCheck.objects.filter(state="broken").count() == 1


def test_every_deed_has_words_in_spanish(steward):
    UserProfile.objects.create(user=User.objects.get(username="steward"), preferred_language="es")
    for deed in AccessDeed:
        look(None, deed)
    steward.post(LOG)
    page = steward.get(LOG).text
    assert [deed for deed in AccessDeed if f"<td>{deed.label}</td>" in page] == []


def test_the_log_calls_each_kind_of_data_by_a_name(staff, steward):
    steward.post(LOG)
    log_access(user=None, deed=AccessDeed.EXPORTED, kinds=["custom", "lists"], count=1)

    assert "<td>Answers to our own questions, Lists and standing</td>" in steward.get(LOG).text


def test_what_the_staff_door_and_exports_note_has_a_name():
    words = {*FIELD_KINDS.values(), *ExportColumn.values, "staff", "team"}

    assert words - KIND_NAMES.keys() == set()
