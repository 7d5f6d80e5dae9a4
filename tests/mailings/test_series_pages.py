"""Staff's list of mailings, and their pages of series."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mailings.models import Mailing, Series, SeriesStep
from mailings.services.series import add_step
from privacy.actors import Actor
from tests.mailings.factories import make_mailing, make_sender, write
from tests.mailings.staff import at, said
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


@pytest.fixture
def news():
    return ListFactory()


# --- the list --------------------------------------------------------------------------------------


def test_the_list_asks_as_often_for_three_as_for_one_and_leaves_steps_out(client, mailer, news):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = said(client.get(reverse("mailing:index")))
        return len(captured), page

    make_mailing(news, name="First of all")
    queries()
    one, _page = queries()
    make_mailing(news, name="Second of all")
    make_mailing(news, name="Third of all")
    series = Series.objects.create(name="Welcome", trigger="joined", list=news)
    step(series, "A welcome")
    three, page = queries()

    assert three == one
    assert "Third of all" in page
    assert "A welcome" not in page


# --- series ----------------------------------------------------------------------------------------


def step(series, name="Day 0") -> SeriesStep:
    added = add_step(
        series=series,
        name=name,
        sender=make_sender(),
        wait_days=0,
        stops_when_acted=False,
        actor=STAFF,
    )
    write(added.mailing)
    return added


def test_a_series_is_made_run_and_rested(client, mailer, news):
    made = client.post(
        reverse("mailing_series:add"), {"name": "Welcome", "trigger": "joined", "list": news.pk, "acted": ""}
    )
    series = Series.objects.get()
    assert made["Location"] == reverse("mailing:series_one", args=[series.public_id])
    client.post(
        reverse("mailing:series_step_add", args=[series.public_id]),
        {"name": "Day 0", "sender": make_sender().pk, "wait_days": 0},
    )
    added = series.steps.get()
    write(added.mailing)
    for deed, runs in (("series_start", True), ("series_rest", False)):
        client.post(reverse(f"mailing:{deed}", args=[series.public_id]))
        series.refresh_from_db()
        assert series.is_running is runs

    client.post(reverse("mailing:series_step", args=[series.public_id, added.public_id]), {"wait_days": 4})
    added.refresh_from_db()
    assert added.wait_days == 4
    client.post(reverse("mailing:series_step_remove", args=[series.public_id, added.public_id]))
    assert Mailing.objects.count() == 0


def test_a_series_of_deeds_says_which(client, mailer, news):
    typed = {"name": "Thanks", "trigger": "acted", "list": news.pk}
    refused = client.post(reverse("mailing_series:add"), {**typed, "acted": ""})
    assert "Say which kind of action begins it." in said(refused)

    client.post(reverse("mailing_series:add"), {**typed, "acted": "petition"})
    assert (Series.objects.get().acted_kind, Series.objects.get().acted_id) == ("petition", None)


def test_a_step_is_neither_sent_nor_stopped_nor_deleted_by_itself(client, mailer, news):
    series = Series.objects.create(name="Welcome", trigger="joined", list=news)
    mailing = step(series).mailing
    for name in ("send", "stop", "whom", "hour", "test", "again"):
        assert client.get(at(name, mailing)).status_code == 404
    assert client.get(at("overview", mailing)).status_code == 200
    client.post(reverse("mailing:delete", args=[mailing.pk]))
    assert SeriesStep.objects.count() == 1

    client.post(reverse("mailing_series:delete", args=[series.pk]))
    assert (Series.objects.count(), Mailing.objects.count()) == (0, 0)
