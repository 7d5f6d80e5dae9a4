"""The demo's mailings: told as if they had been sent, with people to send another to."""

from datetime import timedelta

import pytest

from campaigns.models import Action, ActionDay, Campaign
from mailings.enums import MailingState, Outcome
from mailings.models import Mailing
from mailings.selectors.recipients import recipients_query
from mailings.selectors.results import results_of
from outbox.models import Letter
from pages.demo.building import make_demo
from pages.demo.crowd import JOINED_DAYS_AGO
from pages.demo.removing import remove_demo
from pages.demo.staff import ADDRESS, ensure_staff_user
from petitions.models import Signature
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import Supporter


def on_the_list():
    return Campaign.objects.get().news_list.subscriptions.subscribed().count()


def test_what_came_of_the_demos_mailings_came_after_them_and_of_those_on_the_list(demo):
    sent = Mailing.objects.filter(state=MailingState.SENT)
    assert sent.count() == 2
    for mailing in sent:
        found, outcomes = results_of(mailing), results_of(mailing).outcomes
        lost = outcomes[Outcome.SKIPPED] + outcomes[Outcome.UNKNOWN]
        deeds = Action.objects.filter(source=mailing.source)

        assert outcomes[Outcome.SENT] + lost == mailing.frozen == on_the_list()
        assert (found.acted > 0, found.visits > found.acted) == (True, True)
        assert deeds.filter(created__lt=mailing.ended_on).count() == 0
        assert Signature.objects.filter(source=mailing.source).count() == deeds.count()
        days = ActionDay.objects.filter(source=mailing.source).values_list("number", flat=True)
        assert sum(days) == deeds.count()


def test_more_people_can_be_put_on_the_demos_list_and_go_with_it(
    ground, few_signers, django_capture_on_commit_callbacks
):
    make_demo(people=20, actor=Actor.system())

    joined = utc_today() - timedelta(days=JOINED_DAYS_AGO)
    assert Supporter.objects.filter(joined=joined).count() == 20
    draft = Mailing.objects.get(name="The council votes (demo)")
    assert recipients_query(draft).count() == on_the_list() > 20
    assert Letter.objects.count() == 0

    with django_capture_on_commit_callbacks(execute=True):
        remove_demo(actor=Actor.system())
    assert Supporter.objects.count() == 0


@pytest.mark.django_db
def test_the_demos_staff_has_an_address_for_tests_of_a_mailing(settings, tmp_path):
    settings.DEBUG, settings.DEV_KEYS = True, tmp_path
    (tmp_path / "staff_password").write_text("a long password of tests")

    assert ensure_staff_user().email == ADDRESS
