"""Whose data go by themselves, and when."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from privacy.retention import enforce_all
from supporters import jobs, registries
from supporters.enums import SubscriptionState
from supporters.models import Subscription, Supporter
from supporters.registries import Eraser
from supporters.retention import RULES
from supporters.services import note_activity, subscribe, unsubscribe
from tests.supporters.factories import PERSON, ListFactory, admit, imported

pytestmark = pytest.mark.django_db(transaction=True)
SUBSCRIBED = SubscriptionState.SUBSCRIBED
START = date(2026, 3, 10)
UNCONFIRMED, IDLE, INACTIVE = (
    next(rule for rule in RULES if rule.key == f"supporters.{name}")
    for name in ("unconfirmed", "idle", "inactive")
)


@pytest.fixture(autouse=True)
def only_lists_are_live(monkeypatch):
    kept = {"supporters.standing": registries.live_sources["supporters.standing"]}
    monkeypatch.setattr(registries, "live_sources", kept)


def run(rule, day):
    """Enforce one rule as on ``day``; returns how many it says are overdue afterwards."""
    with travel(day, tick=False):
        cutoff = day - timedelta(days=rule.days)
        rule.enforce(cutoff)
        return rule.overdue(cutoff)


def days_later(days):
    return START + timedelta(days=days)


def test_somebody_with_nothing_live_is_erased_seven_days_after_that_was_seen():
    with travel(START, tick=False):
        admit()

    assert (run(IDLE, START), Supporter.objects.count()) == (0, 1)
    assert (run(IDLE, days_later(7)), Supporter.objects.count()) == (0, 1)
    assert (run(IDLE, days_later(8)), Supporter.objects.count()) == (0, 0)


def test_who_takes_news_stays():
    with travel(START, tick=False):
        subscribe(supporter=admit(), list=ListFactory(), actor=PERSON)
    run(IDLE, START)
    run(IDLE, days_later(30))

    assert Supporter.objects.get().idle_since is None


def test_leaving_the_last_list_starts_the_seven_days():
    with travel(START, tick=False):
        supporter = admit()
        subscribe(supporter=supporter, list=ListFactory(), actor=PERSON)
        run(IDLE, START)
        unsubscribe(supporter=supporter, actor=PERSON)
    run(IDLE, days_later(1))
    assert Supporter.objects.get().idle_since == days_later(1)

    run(IDLE, days_later(9))
    assert Supporter.objects.count() == 0


def test_who_joins_a_list_while_others_are_erased_stays(monkeypatch):
    with travel(START, tick=False):
        first, second = admit("ada@example.org"), admit("bea@example.org")
    run(IDLE, START)
    monkeypatch.setattr(registries, "erasers", {**registries.erasers})
    news = ListFactory()

    def join(erased):
        other = second if erased.pk == first.pk else first
        subscribe(supporter=other, list=news, actor=PERSON)

    registries.register_eraser(Eraser("tests.join", subjects=lambda erased: (), forget=join))
    run(IDLE, days_later(9))

    assert Supporter.objects.filter(pk__in=[first.pk, second.pk]).count() == 1


def test_what_an_upper_floor_calls_live_keeps_a_supporter(monkeypatch):
    with travel(START, tick=False):
        supporter = admit()
    run(IDLE, START)
    monkeypatch.setitem(registries.live_sources, "tests", lambda ids: {supporter.pk} & set(ids))
    run(IDLE, days_later(30))

    assert Supporter.objects.get().idle_since is None


def test_an_import_nobody_confirmed_goes_after_thirty_days():
    with travel(START, tick=False):
        imported(admit(), ListFactory(), since=START)

    assert (run(UNCONFIRMED, days_later(30)), Subscription.objects.count()) == (0, 1)
    assert (run(UNCONFIRMED, days_later(31)), Subscription.objects.count()) == (0, 0)
    assert Supporter.objects.count() == 0


def test_an_import_of_somebody_who_takes_other_news_goes_alone():
    with travel(START, tick=False):
        supporter = admit()
        subscribe(supporter=supporter, list=ListFactory(), actor=PERSON)
        imported(supporter, ListFactory(), since=START)
    run(UNCONFIRMED, days_later(31))

    assert Supporter.objects.count() == 1
    assert Subscription.objects.count() == 1


def test_imports_nobody_confirmed_go_in_batches_of_constant_cost(monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 10)
    other, news = ListFactory(), ListFactory()

    def cost(number):
        people = [admit(f"ada{place}@example.org") for place in range(number)]
        for person in people:
            Subscription.objects.get_or_create(supporter=person, list=other, state=SUBSCRIBED)
            imported(person, news, since=START)
        with CaptureQueriesContext(connection) as queries:
            run(UNCONFIRMED, days_later(31))
        assert list(Subscription.objects.values_list("list", flat=True).distinct()) == [other.pk]
        begun = sum(query["sql"].startswith(("BEGIN", "SAVEPOINT")) for query in queries)
        return begun, len(queries)

    batch, three_batches = cost(3), cost(25)
    assert cost(8) == batch
    # One transaction for each batch of ten and one that finds nothing more.
    assert (batch[0], three_batches[0]) == (2, 4)


def test_whoever_did_nothing_for_24_months_is_erased():
    with travel(START, tick=False):
        admit()

    assert (run(INACTIVE, date(2028, 3, 31)), Supporter.objects.count()) == (0, 1)
    assert (run(INACTIVE, date(2028, 4, 1)), Supporter.objects.count()) == (0, 0)


def test_a_button_pressed_in_a_mail_is_activity():
    with travel(START, tick=False):
        supporter = admit()
    with travel(date(2027, 9, 1), tick=False):
        note_activity(supporter=supporter, actor=PERSON)
    run(INACTIVE, date(2028, 4, 1))

    assert Supporter.objects.get().active_month == date(2027, 9, 1)


def test_the_daily_run_leaves_nothing_overdue():
    with travel(START, tick=False):
        imported(admit(), ListFactory(), since=START - timedelta(days=40))
        enforce_all()
        assert sum(one.count for one in enforce_all(dry_run=True)) == 0


def test_who_comes_back_while_others_are_erased_stays(monkeypatch):
    with travel(START, tick=False):
        first, second = admit("ada@example.org"), admit("bea@example.org")
    monkeypatch.setattr(registries, "erasers", {**registries.erasers})

    def come_back(erased):
        """What the other one does in that very moment."""
        admit("bea@example.org" if erased.pk == first.pk else "ada@example.org")

    registries.register_eraser(Eraser("tests.come_back", subjects=lambda erased: (), forget=come_back))
    run(INACTIVE, date(2028, 4, 1))

    assert Supporter.objects.filter(pk__in=[first.pk, second.pk]).count() == 1
