"""Whom a mailing is for: each once, who asked for it and was not left out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mailings.enums import MailingState
from mailings.jobs import freezing
from mailings.jobs.freezing import freeze
from mailings.models import Mailing, Recipient
from mailings.selectors.recipients import audience_of, preview_of, recipients_query
from outbox.enums import SendState
from petitions.names import SIGNED
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import Segment
from supporters.services import unsubscribe
from tests.mailings.factories import make_mailing, make_subscriber, make_subscribers
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


def got(mailing, *people, state=SendState.SENT):
    for one in people:
        Recipient.objects.create(mailing=mailing, supporter=one, state=state, language="en", variant="a")


def people_of(mailing):
    return set(recipients_query(mailing))


def sending(mailing):
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.SENDING)
    return mailing


def test_who_is_on_two_of_its_lists_is_one_person():
    one, other = ListFactory(), ListFactory()
    ada = make_subscriber(one, "ada@example.org")
    make_subscriber(other, "ada@example.org")

    assert list(recipients_query(make_mailing(one, other))) == [ada]


def test_who_left_the_list_gets_nothing_of_it():
    news = ListFactory()
    ada, bea = make_subscriber(news), make_subscriber(news)
    unsubscribe(supporter=bea, list=news, actor=Actor.the_person())

    assert people_of(make_mailing(news)) == {ada}


def test_segments_and_lists_take_in_and_leave_out():
    news, other = ListFactory(), ListFactory()
    make_subscriber(news, language="en")
    spanish, left_out = make_subscriber(news, language="es"), make_subscriber(news, language="es")
    make_subscriber(other, left_out.unseal().email, language="es")
    mailing = make_mailing(news)
    mailing.segments.set(
        [
            Segment.objects.create(
                name="In Spanish", tree={"all": [{"rule": "supporters.language", "language": "es"}]}
            )
        ]
    )
    mailing.without_lists.set([other])

    assert people_of(mailing) == {spanish}


def test_who_got_a_past_mailing_or_acted_is_left_out():
    news, petition = ListFactory(), make_petition()
    past = make_mailing(news)
    got_it, signer, ada = (make_subscriber(news) for _one in range(3))
    got(past, got_it)
    Recipient.objects.update(changed="2020-01-01")
    sign_and_confirm(petition, signer.unseal().email)
    mailing = make_mailing(news, acted_kind=SIGNED, acted_id=petition.public_id)
    mailing.without_mailings.set([past])

    assert people_of(mailing) == {ada}


def test_again_goes_to_those_who_got_it_and_have_not_acted():
    news, petition = ListFactory(), make_petition()
    past = make_mailing(news)
    waits, signer, _new = (make_subscriber(news) for _one in range(3))
    got(past, waits, signer)
    Recipient.objects.update(changed="2020-01-01")
    sign_and_confirm(petition, signer.unseal().email)

    again = make_mailing(news, again_of=past, acted_kind=SIGNED, acted_id=petition.public_id)

    assert people_of(again) == {waits}


def test_who_had_a_mail_today_or_three_this_week_is_left_out_but_for_the_last_hours():
    news = ListFactory()
    had_one, had_three, had_two, long_ago = (make_subscriber(news) for _one in range(4))
    past = [make_mailing(news) for _one in range(4)]
    for number, days_ago, person in ((1, 0, had_one), (3, 6, had_three), (2, 6, had_two), (3, 7, long_ago)):
        for one in past[:number]:
            got(one, person)
        day = utc_today() - timedelta(days=days_ago)
        Recipient.objects.filter(supporter=person).update(changed=day)
    # It never arrived.
    got(past[3], had_two, state=SendState.FAILED)
    mailing = make_mailing(news)

    assert people_of(mailing) == {had_two, long_ago}
    told = audience_of(mailing)
    assert (told.number, told.had_enough) == (2, 2)
    mailing.last_hours_reason = "The vote is tonight."
    assert people_of(mailing) == {had_one, had_three, had_two, long_ago}
    told = audience_of(mailing)
    assert (told.number, told.had_enough, told.is_last_hours) == (4, 2, True)


def test_freezing_puts_each_on_the_ledger_once_in_their_own_language():
    news = ListFactory()
    english, spanish, french = (make_subscriber(news, language=code) for code in ("en", "es", "fr"))
    mailing = sending(make_mailing(news))

    assert freeze(mailing.pk) == 3
    assert freeze(mailing.pk) is None
    rows = Recipient.objects.filter(mailing=mailing)
    assert dict(rows.values_list("supporter", "language")) == {
        english.pk: "en",
        spanish.pk: "es",
        french.pk: "en",
    }
    assert {(row.state, row.mail_list_id, row.variant) for row in rows} == {("queued", news.pk, "a")}
    assert len({row.public_id for row in rows}) == 3
    mailing.refresh_from_db()
    assert (mailing.is_frozen, mailing.frozen) == (True, 3)


def test_freezing_costs_the_same_for_few_and_for_many():
    news = ListFactory()
    numbers = []
    for number in (3, 30):
        make_subscribers(news, number)
        mailing = sending(make_mailing(news))
        with CaptureQueriesContext(connection) as queries:
            freeze(mailing.pk)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]


def test_a_segment_that_opens_what_is_sealed_is_opened_when_it_is_frozen(monkeypatch):
    # Windows in which nobody fits among them.
    monkeypatch.setattr(freezing, "WINDOW", 1)
    news = ListFactory()
    here = make_subscriber(news, postal_code="94110")
    make_subscriber(news, postal_code="10001")
    mailing = sending(make_mailing(news))
    tree = {"all": [{"rule": "supporters.postal_code", "codes": "94110"}]}
    mailing.segments.set([Segment.objects.create(name="Mission", tree=tree)])

    assert audience_of(mailing).number is None
    assert preview_of(mailing) == []
    assert freeze(mailing.pk) == 1
    assert Recipient.objects.get(mailing=mailing).supporter == here


def test_the_preview_is_masked():
    news = ListFactory()
    make_subscriber(news, "ada@example.org")

    [(_supporter, shown)] = preview_of(make_mailing(news))

    assert shown.email == "a•••@e•••.org"
