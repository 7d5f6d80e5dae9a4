"""Mailings on the admin's front page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mailings.enums import MailingState, PauseReason
from mailings.models import Mailing, MailingTotal
from mailings.panels import MailingsPanel
from privacy.days import utc_today
from tests.mailings.factories import make_mailing
from tests.mailings.staff import member

pytestmark = pytest.mark.django_db


def sent(number, *, days_ago=0, **outcomes):
    mailing = make_mailing(frozen=number, is_frozen=True, state=MailingState.SENT, ended_on=utc_today())
    Mailing.objects.filter(pk=mailing.pk).update(ended_on=utc_today() - timedelta(days=days_ago))
    for outcome, times in outcomes.items():
        MailingTotal.objects.create(mailing=mailing, outcome=outcome, number=times)


def front_page(client, role):
    client.force_login(member(role))
    return client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(
    ("role", "is_theirs"),
    [("Mailers", True), ("Administrators", True), ("Organizers", False), ("Data stewards", False)],
)
def test_whoever_sends_sees_what_is_under_way(client, role, is_theirs):
    make_mailing(state=MailingState.SENDING)

    assert ('id="mailings-section"' in front_page(client, role)) is is_theirs


def test_without_any_mailing_there_is_no_panel(client):
    assert 'id="mailings-section"' not in front_page(client, "Mailers")


def test_what_stopped_by_itself_comes_first(client):
    make_mailing(name="By itself", state=MailingState.PAUSED, paused_why=PauseReason.BOUNCES)
    make_mailing(name="On its way", state=MailingState.SENDING)
    make_mailing(name="By hand", state=MailingState.PAUSED, paused_why=PauseReason.STAFF)

    page = front_page(client, "Mailers")

    places = [page.index(name) for name in ("By itself", "By hand", "On its way")]
    assert places == sorted(places)
    assert page.count("stopped by itself, too many mailboxes that do not exist") == 1


def test_rates_are_of_a_month_and_of_no_few_people():
    sent(499, complained=1)
    assert MailingsPanel().what(None)["rates"] is None

    sent(501, complained=1, bounced=5, unsubscribed=4)
    sent(9_000, days_ago=31, complained=90)

    what = MailingsPanel().what(None)
    assert (what["people"], what["rates"]) == (
        "1,000",
        {"complained": 2.0, "bounced": 5.0, "unsubscribed": 4.0},
    )


def test_it_costs_the_same_for_many_mailings():
    def queries():
        with CaptureQueriesContext(connection) as asked:
            MailingsPanel().what(None)
        return len(asked.captured_queries)

    sent(10)
    make_mailing(state=MailingState.SENDING)
    one = queries()
    for _more in range(3):
        sent(10)
        make_mailing(state=MailingState.SENDING)

    assert queries() == one
