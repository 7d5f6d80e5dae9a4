"""Stewards see what is deleted when, what is due today, and have it deleted now."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from privacy import retention, retention_runs
from privacy.choices import WorkState
from privacy.days import utc_today
from privacy.models import AccessLog, RetentionRun
from privacy.record_tasks import enforce_retention, run_retention, run_waiting_retention
from tests.privacy.test_retention import Shelf

pytestmark = pytest.mark.django_db
PAGE, RUN = "/admin/retention/", "/admin/retention/run/"


@pytest.fixture
def rules(monkeypatch):
    """Registers rules of 10 days, with no other about."""
    monkeypatch.setattr(retention, "_rules", {})

    def register(shelf, key="things", says="Things of ten days"):
        retention.register_rule(retention.Rule(key, says, 10, shelf.overdue, shelf.enforce))

    return register


def ago(days):
    return utc_today() - timedelta(days=days)


@pytest.mark.parametrize("role", ["Editors", "Organizers", "Moderators", "Mailers", "Treasurers"])
def test_retention_is_for_those_who_tend_data(staff, role):
    client = staff(role)
    assert [client.get(PAGE).status_code == 200, client.post(RUN).status_code == 302] in (
        [False, False],
        # Wagtail answers who lacks a right with a way home.
        [False, True],
    )
    assert RetentionRun.objects.count() == 0
    assert "/admin/retention/" not in client.get(reverse("wagtailadmin_home")).text


@pytest.mark.parametrize("role", ["Data stewards", "Administrators"])
def test_every_rule_stands_with_its_days_and_with_what_is_due(staff, rules, role):
    shelf = Shelf(ago(12), ago(11), ago(10))
    rules(shelf)
    client = staff(role)
    page = client.get(PAGE)

    [line] = page.context["lines"]
    assert (line.says, line.until, line.due, line.overdue) == ("Things of ten days", "10 days", 2, 1)
    assert ("2 things are due" in page.text, "It has not run yet" in page.text) == (True, True)
    assert len(shelf.days) == 3
    assert "/admin/retention/" in client.get(reverse("wagtailadmin_home")).text


def test_a_rule_that_cannot_be_counted_hides_no_other(staff, rules):
    def fail(cutoff):
        raise RuntimeError

    rules(Shelf(ago(11)))
    retention.register_rule(retention.Rule("broken", "A broken one", 1, fail, fail))
    page = staff("Data stewards").get(PAGE)

    assert [line.due for line in page.context["lines"]] == [None, 1]
    assert "could not be counted" in page.text


def test_the_button_asks_for_one_run_that_is_logged_and_a_worker_does_it(staff, rules):
    shelf = Shelf(ago(12), ago(0))
    rules(shelf)
    client = staff("Data stewards")
    assert client.get(RUN).status_code == 302
    assert RetentionRun.objects.count() == 0
    assert [client.post(RUN).status_code for _try in range(2)] == [302, 302]

    [run] = RetentionRun.objects.all()
    assert (run.state, run.asked_by.username, len(shelf.days)) == (WorkState.WAITING, "staff", 2)
    [entry] = AccessLog.objects.all()
    assert (entry.deed, entry.count, entry.kinds) == ("retention_run", 0, [])
    run_retention.call(run.pk)
    run_retention.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.gone, run.ended, shelf.days) == (WorkState.DONE, 1, utc_today(), [ago(0)])
    assert "1 thing deleted" in client.get(PAGE).text


def test_a_member_of_staff_has_it_run_ten_times_an_hour(staff, rules, monkeypatch):
    monkeypatch.setattr(retention_runs, "RUNS_PER_HOUR", 1)
    client = staff("Data stewards")
    client.post(RUN)
    RetentionRun.objects.update(state=WorkState.DONE)
    page = client.post(RUN, follow=True)

    assert ("10 times within this hour" in page.text, RetentionRun.objects.count()) == (True, 1)


def test_the_daily_run_is_written_down_by_nobodys_name(rules):
    rules(Shelf(ago(12)))
    enforce_retention.call()

    [run] = RetentionRun.objects.all()
    assert (run.asked_by, run.state, run.gone) == (None, WorkState.DONE, 1)


def test_what_failed_is_named_and_raised_after_the_others_ran(staff, rules):
    def fail(cutoff):
        raise RuntimeError

    shelf = Shelf(ago(12))
    rules(shelf, key="z-things")
    retention.register_rule(retention.Rule("broken", "A broken one", 1, fail, fail))
    with pytest.raises(ExceptionGroup):
        enforce_retention.call()

    [run] = RetentionRun.objects.all()
    assert (run.state, run.failed, run.gone, shelf.days) == (WorkState.FAILED, ["broken"], 1, [])
    assert "broken" in staff("Data stewards").get(PAGE).text


def test_a_run_whose_worker_died_is_begun_anew_and_a_live_one_is_left_alone(rules):
    rules(Shelf(ago(12)))
    now = timezone.now()
    dead = RetentionRun.objects.create(state=WorkState.WORKING, lease=now - timedelta(minutes=1))
    live = RetentionRun.objects.create(state=WorkState.WORKING, lease=now + timedelta(minutes=1))
    waits = RetentionRun.objects.create()
    run_waiting_retention.call()

    assert (RetentionRun.objects.get(pk=dead.pk).done, RetentionRun.objects.get(pk=dead.pk).todo) == (1, 1)
    states = [RetentionRun.objects.get(pk=one.pk).state for one in (dead, live, waits)]
    assert states == [WorkState.DONE, WorkState.WORKING, WorkState.DONE]


def test_the_page_costs_the_same_for_one_run_and_for_many(staff):
    client = staff("Data stewards")

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    RetentionRun.objects.create(state=WorkState.DONE, asked_by=User.objects.get())
    cost()
    one = cost()
    for _run in range(3):
        RetentionRun.objects.create(state=WorkState.DONE, asked_by=User.objects.get())
    assert cost() == one


def test_the_page_tells_how_far_a_run_is_while_it_goes(staff, rules):
    far = []

    def enforce(cutoff):
        far.append(client.get(PAGE).text)
        return 0

    client = staff("Data stewards")
    for key in ("a", "b"):
        retention.register_rule(retention.Rule(key, "A rule", 1, lambda cutoff: 0, enforce))
    enforce_retention.call()
    bars = [f'<progress id="progress" max="2" value="{done}">' for done in (0, 1)]

    assert [bar in page for bar, page in zip(bars, far, strict=True)] == [True, True]
    page = client.get(PAGE).text
    assert ("<progress" in page, "progress.js" in page, "progress.js" in far[0]) == (False, False, True)


def test_retention_keeps_its_own_runs_for_180_days():
    old = RetentionRun.objects.create(state=WorkState.DONE)
    RetentionRun.objects.filter(pk=old.pk).update(created=ago(181))
    RetentionRun.objects.create(state=WorkState.DONE)
    retention.enforce_all()

    assert not RetentionRun.objects.filter(pk=old.pk).exists()
    assert RetentionRun.objects.count() == 1
