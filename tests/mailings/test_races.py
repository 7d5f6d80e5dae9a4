"""Two at once: runs of a series, brakes, choices between wordings. Constraints and locks decide."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from mailings.enums import MailingState, PauseReason, SeriesTrigger
from mailings.jobs.brakes import PAUSED, look_at
from mailings.jobs.series import run_series
from mailings.jobs.testing import choose
from mailings.models import Mailing, PauseNotice, Recipient, Series, SeriesPlace
from mailings.services.series import add_step, start_series
from outbox.enums import SendState, WhyNot
from outbox.models import Letter
from privacy.actors import Actor
from supporters.services import erase_supporter
from tests.at_once import at_once
from tests.mailings.factories import make_mailing, make_sender, make_subscriber, make_subscribers, write
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
ROUNDS = 3
NOBODY, PERSON = Actor.system(), Actor.the_person()


def running(news):
    series = Series.objects.create(name="Welcome", trigger=SeriesTrigger.JOINED, list=news)
    for days in (0, 3):
        step = add_step(
            series=series,
            name="Step",
            sender=make_sender(),
            wait_days=days,
            stops_when_acted=False,
            actor=NOBODY,
        )
        write(step.mailing)
    start_series(series=series, actor=NOBODY)
    return series


def test_two_runs_at_once_put_everybody_on_the_ledger_once_though_one_is_erased_meanwhile():
    for _round in range(ROUNDS):
        news = ListFactory()
        series = running(news)
        make_subscribers(news, 60)
        leaving = make_subscriber(news)

        results = at_once(
            run_series,
            run_series,
            partial(erase_supporter, supporter=leaving, keep_fingerprint=True, actor=PERSON),
        )
        run_series()

        assert [result for result in results if isinstance(result, Exception)] == []
        places = SeriesPlace.objects.filter(series=series)
        assert set(places.values_list("next_position", flat=True)) == {2}
        queued = Recipient.objects.filter(mailing__series_step__series=series)
        assert (places.count(), queued.count()) == (60, 60)
        Series.objects.update(is_running=False)


def test_of_workers_that_see_harm_at_once_one_stops_the_mailing_and_tells():
    author = User.objects.create_user("rosa", email="rosa@example.org")
    for _round in range(ROUNDS):
        mailing = make_mailing(state=MailingState.SENDING, is_frozen=True, made_by=author)
        people = make_subscribers(ListFactory(), 100)
        Recipient.objects.bulk_create(
            Recipient(
                mailing=mailing,
                supporter=one,
                state=SendState.FAILED,
                why=WhyNot.REJECTED,
                language="en",
                variant="a",
            )
            for one in people
        )
        Letter.objects.all().delete()
        PauseNotice.objects.all().delete()

        results = at_once(*[partial(look_at, mailing.pk)] * 3)

        assert sorted(result or "" for result in results) == ["", "", PauseReason.ERRORS]
        assert Letter.objects.filter(kind=PAUSED).count() == PauseNotice.objects.count() == 1


def test_of_two_who_choose_a_wording_at_once_one_does():
    for _round in range(ROUNDS):
        mailing = make_mailing(
            state=MailingState.SENDING, is_frozen=True, test_share=20, test_ends_at=timezone.now()
        )

        results = at_once(partial(choose, mailing, "a"), partial(choose, mailing, "b"))

        assert sorted(results) == [False, True]
        assert Mailing.objects.get(pk=mailing.pk).winner == ("a" if results[0] else "b")
