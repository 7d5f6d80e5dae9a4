"""Series: one mailing after another, counted in days from a deed."""

from datetime import date, timedelta

import pytest
import time_machine

from mailings.enums import MailingState, PauseReason, SeriesTrigger, Variant
from mailings.exceptions import NeedsSecond, NothingWritten, NotThatState, StoppedByCheck
from mailings.jobs import sending
from mailings.jobs.series import enforce_places, forget_series, let_in, places_before, run_series
from mailings.models import Mailing, Recipient, Series, SeriesPlace, SeriesStep
from mailings.selectors.series import waiting_by_step
from mailings.services.sending import send_mailing
from mailings.services.series import add_step, change_step, remove_step, rest_series, start_series
from outbox.enums import SendState
from petitions.names import SIGNED
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.addresses import ask_door_url
from supporters.jobs.people import ask_silent
from supporters.models import Supporter
from supporters.services import erase_supporter, unsubscribe
from tests.mailings.factories import make_mailing, make_sender, make_subscriber, write
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db

NOBODY, PERSON = Actor.system(), Actor.the_person()
MONDAY = date(2027, 3, 1)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def news(db):
    return ListFactory()


def make_series(news, *, waits=(0, 3, 4), stops_when_acted=False, is_running=True, **rules):
    """A welcome on the day itself, on the third and on the seventh, unless it is said otherwise."""
    series = Series.objects.create(list=news, **{"name": "Welcome", "trigger": SeriesTrigger.JOINED, **rules})
    for number, days in enumerate(waits, start=1):
        step = add_step(
            series=series,
            name=f"Welcome {number}",
            sender=make_sender(),
            wait_days=days,
            stops_when_acted=stops_when_acted,
            actor=NOBODY,
        )
        write(step.mailing, subject=f"Welcome {number}")
    if is_running:
        start_series(series=series, actor=NOBODY)
    return series


def day(clock, number):
    """So many days after Monday: what is due is queued and sent."""
    clock.move_to(MONDAY + timedelta(days=number))
    run_series()
    assert sending.send_all() is False


def subjects(mailoutbox, email):
    return [mail.subject for mail in mailoutbox if mail.to == [email]]


def test_a_welcome_comes_on_the_day_itself_and_on_the_third_and_the_seventh(clock, news, mailoutbox):
    make_series(news)
    make_subscriber(news, "ada@example.org")

    came = []
    for number in range(10):
        before = len(mailoutbox)
        day(clock, number)
        came.append(len(mailoutbox) - before)

    assert came == [1, 0, 0, 1, 0, 0, 0, 1, 0, 0]
    assert subjects(mailoutbox, "ada@example.org") == ["Welcome 1", "Welcome 2", "Welcome 3"]


def test_running_it_again_on_one_day_sends_nothing_twice(clock, news, mailoutbox):
    make_series(news, waits=(0, 0))
    make_subscriber(news)

    for _hour in range(5):
        day(clock, 0)

    assert [mail.subject for mail in mailoutbox] == ["Welcome 1"]


def test_who_joined_before_it_began_is_not_welcomed(clock, news):
    make_subscriber(news)
    clock.move_to(MONDAY + timedelta(days=1))
    series = make_series(news)

    assert let_in(series) == 0


def test_after_an_outage_of_weeks_nobody_is_welcomed_late(clock, news):
    series = make_series(news)
    make_subscriber(news)
    clock.move_to(MONDAY + timedelta(days=8))

    assert let_in(series) == 0


def test_who_leaves_the_list_gets_no_more_of_it(clock, news, mailoutbox):
    make_series(news)
    ada = make_subscriber(news)
    day(clock, 0)
    unsubscribe(supporter=ada, list=news, actor=PERSON)

    for number in range(1, 10):
        day(clock, number)

    assert [mail.subject for mail in mailoutbox] == ["Welcome 1"]
    assert SeriesPlace.objects.get().next_position is None


def test_who_acts_meanwhile_gets_no_more_where_the_step_says_so(clock, news, mailoutbox):
    make_series(news, stops_when_acted=True)
    make_subscriber(news, "ada@example.org")
    make_subscriber(news, "bea@example.org")
    day(clock, 0)
    clock.move_to(MONDAY + timedelta(days=2))
    sign_and_confirm(make_petition(), "ada@example.org")

    for number in range(3, 10):
        day(clock, number)

    assert len(subjects(mailoutbox, "bea@example.org")) == 3
    assert subjects(mailoutbox, "ada@example.org") == ["Welcome 1"]


def test_a_deed_of_the_day_itself_stops_nothing_for_it_is_what_brought_them(clock, news, mailoutbox):
    make_series(news, stops_when_acted=True)
    make_subscriber(news, "ada@example.org")
    sign_and_confirm(make_petition(), "ada@example.org")

    for number in range(10):
        day(clock, number)

    assert len(subjects(mailoutbox, "ada@example.org")) == 3


def test_who_had_their_mail_of_the_day_gets_the_step_a_day_later(clock, news, mailoutbox):
    make_series(news, waits=(0,))
    ada = make_subscriber(news)
    Recipient.objects.create(
        mailing=make_mailing(news), supporter=ada, state=SendState.SENT, language="en", variant="a"
    )

    day(clock, 0)
    assert mailoutbox == []
    day(clock, 1)
    assert [mail.subject for mail in mailoutbox] == ["Welcome 1"]


def test_thanks_go_to_who_signed_and_takes_news_and_to_nobody_else(clock, news, mailoutbox):
    petition, other = make_petition(), make_petition()
    make_series(news, waits=(1,), trigger=SeriesTrigger.ACTED, acted_kind=SIGNED, acted_id=petition.public_id)
    for email in ("ada@example.org", "bea@example.org"):
        make_subscriber(news, email)
    sign_and_confirm(petition, "ada@example.org")
    sign_and_confirm(other, "bea@example.org")
    sign_and_confirm(petition, "cleo@example.org")

    for number in range(4):
        day(clock, number)

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [(["ada@example.org"], "Welcome 1")]


def test_who_was_silent_for_a_year_is_asked_once_and_not_beside_the_question_whether_to_stay(
    clock, news, mailoutbox
):
    make_series(news, waits=(0,), trigger=SeriesTrigger.INACTIVE)
    quiet, asked, lively = (make_subscriber(news) for _one in range(3))
    silent = Supporter.objects.filter(pk__in=[quiet.pk, asked.pk])
    silent.update(active_month=date(2026, 3, 1))
    Supporter.objects.filter(pk=asked.pk).update(asked_months=18)

    for number in range(40):
        day(clock, number)

    assert [mail.to for mail in mailoutbox] == [[quiet.unseal().email]]
    assert ask_silent() == 0
    assert lively.active_month == date(2027, 3, 1)


def test_a_series_that_rests_lets_nobody_in_and_goes_on_where_it_was(clock, news, mailoutbox):
    series = make_series(news)
    make_subscriber(news)
    day(clock, 0)
    rest_series(series=series, actor=NOBODY)
    for number in range(1, 5):
        day(clock, number)
    assert [mail.subject for mail in mailoutbox] == ["Welcome 1"]

    start_series(series=series, actor=NOBODY)
    for number in range(5, 12):
        day(clock, number)

    assert [mail.subject for mail in mailoutbox] == ["Welcome 1", "Welcome 2", "Welcome 3"]


def test_a_step_that_was_stopped_by_a_brake_keeps_its_people(clock, news, mailoutbox):
    series = make_series(news)
    make_subscriber(news)
    first = series.steps.get(position=1).mailing
    Mailing.objects.filter(pk=first.pk).update(state=MailingState.PAUSED, paused_why=PauseReason.BOUNCES)
    day(clock, 0)
    assert mailoutbox == []

    Mailing.objects.filter(pk=first.pk).update(state=MailingState.SENDING, paused_why="")
    day(clock, 1)
    assert [mail.subject for mail in mailoutbox] == ["Welcome 1"]


def test_a_step_never_ends_by_itself_and_is_not_sent_like_a_mailing(clock, news):
    series = make_series(news, is_running=False)
    make_subscriber(news)
    step = series.steps.get(position=1)
    with pytest.raises(NotThatState):
        send_mailing(mailing=step.mailing, actor=NOBODY)

    start_series(series=series, actor=NOBODY)
    day(clock, 0)

    step.mailing.refresh_from_db()
    assert (step.mailing.state, step.mailing.frozen) == (MailingState.SENDING, 1)


def test_a_series_begins_only_when_all_is_written_and_approved(news):
    empty = Series.objects.create(name="Empty", trigger=SeriesTrigger.JOINED, list=news)
    with pytest.raises(NothingWritten):
        start_series(series=empty, actor=NOBODY)

    series = make_series(news, is_running=False)
    Mailing.objects.filter(series_step__series=series).update(needs_second=True)
    with pytest.raises(NeedsSecond):
        start_series(series=series, actor=NOBODY)

    Mailing.objects.filter(series_step__series=series).update(needs_second=False)
    start_series(series=series, actor=NOBODY)
    with pytest.raises(NotThatState):
        start_series(series=series, actor=NOBODY)


def test_what_the_checklist_would_stop_is_no_series_either(news):
    series = make_series(news, is_running=False)
    write(
        series.steps.get(position=2).mailing,
        variant=Variant.B,
        body=[("text", "<p>Hello {{ given_name }}</p>")],
    )

    with pytest.raises(StoppedByCheck):
        start_series(series=series, actor=NOBODY)


def test_the_links_of_a_step_are_counted_from_the_first_mail_on(news):
    series = make_series(news, waits=(0,), is_running=False)
    mailing = series.steps.get().mailing
    mailing.contents.filter(language="en").update(
        body=[("text", f'<p>See <a href="{ask_door_url()}">what we hold</a>.</p>')]
    )

    start_series(series=series, actor=NOBODY)

    assert [link.language for link in mailing.links.all()] == ["en"]


def test_a_step_that_goes_leaves_its_people_to_the_one_after_it(clock, news):
    series = make_series(news, is_running=False)
    ada = make_subscriber(news)
    SeriesPlace.objects.create(series=series, supporter=ada, next_position=2, due=MONDAY)

    remove_step(step=series.steps.get(position=2), actor=NOBODY)
    assert [one.waiting for one in waiting_by_step(series)] == [0, 1]
    remove_step(step=series.steps.get(position=3), actor=NOBODY)

    assert SeriesPlace.objects.get().next_position is None
    assert SeriesStep.objects.count() == Mailing.objects.filter(series_step__isnull=False).count() == 1


def test_a_running_series_is_not_changed(news):
    series = make_series(news)
    step = series.steps.get(position=1)

    for change in (
        lambda: change_step(step=step, wait_days=2, stops_when_acted=True, actor=NOBODY),
        lambda: remove_step(step=step, actor=NOBODY),
    ):
        with pytest.raises(NotThatState):
            change()


def test_who_is_erased_leaves_no_place_behind(clock, news):
    make_series(news)
    ada = make_subscriber(news)
    day(clock, 0)

    erase_supporter(supporter=ada, keep_fingerprint=True, actor=PERSON)

    assert (SeriesPlace.objects.count(), Recipient.objects.count()) == (0, 0)


def test_after_a_restore_nobody_goes_on_in_a_series(clock, news, mailoutbox):
    series = make_series(news)
    make_subscriber(news)
    run_series()

    sending.forget_mailings()
    forget_series()
    for number in range(8):
        day(clock, number)

    series.refresh_from_db()
    assert (mailoutbox, series.is_running) == ([], False)
    start_series(series=series, actor=NOBODY)
    day(clock, 9)
    assert mailoutbox == []


def test_a_place_is_forgotten_after_thirty_days_and_nobody_comes_in_twice_by_one_deed(clock, news):
    make_series(news)
    make_subscriber(news)
    for number in range(10):
        day(clock, number)

    for number, overdue in ((30, 0), (31, 1)):
        clock.move_to(MONDAY + timedelta(days=number))
        run_series()
        assert places_before(utc_today() - timedelta(days=30)).count() == overdue
    assert enforce_places(utc_today() - timedelta(days=30)) == 1
    run_series()
    assert SeriesPlace.objects.count() == 0
