"""Handing over, step by step; what it does to retention; the schedule; telling of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from outbox.enums import RefusalReason
from outbox.services import refuse
from petitions import services, telling_words
from petitions.enums import DeliveryState, DeliveryWay, NewsState, PackState, UpdateState
from petitions.exceptions import (
    AlreadyGathered,
    DeliveryOver,
    DeliveryPlanned,
    NotToBeDelivered,
    PackNotMade,
    PackUnderWay,
)
from petitions.jobs.news import send_news
from petitions.jobs.redelivery import next_day, plan_due
from petitions.jobs.retention import signers_before
from petitions.models import Delivery, Petition, SignerNews, Update
from petitions.services import Told
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.deliveries import STAFF, deliver, hand_over, pack, plan, reread, sign_many
from tests.petitions.factories import make_petition, sign_and_confirm

pytestmark = pytest.mark.django_db

TODAY = utc_today()


# --- steps ---------------------------------------------------------------------------------------


def test_one_delivery_is_planned_at_a_time(petition):
    first = plan(petition)
    with pytest.raises(DeliveryPlanned):
        plan(petition)

    hand_over(pack(first))
    assert plan(petition).state == DeliveryState.PLANNED


def test_a_petition_that_is_not_handed_over_is_not(petition):
    with pytest.raises(NotToBeDelivered):
        plan(make_petition(is_delivered=False))


def test_nothing_is_handed_over_before_its_pack_is_made_nor_while_it_is_made(petition):
    delivery = plan(petition)
    with pytest.raises(PackNotMade):
        hand_over(delivery)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=STAFF)
    with pytest.raises(PackNotMade):
        hand_over(delivery)
    with pytest.raises(PackUnderWay):
        services.ask_for_pack(delivery=delivery, language="es", with_names=False, actor=STAFF)


def test_handing_over_is_recorded_once_with_day_way_and_place(petition):
    delivery = pack(plan(petition))
    services.hand_over(delivery=delivery, day=TODAY, way=DeliveryWay.MEETING, venue="Room 3", actor=STAFF)

    assert (delivery.state, delivery.day, delivery.way, delivery.venue) == (
        DeliveryState.HANDED_OVER,
        TODAY,
        DeliveryWay.MEETING,
        "Room 3",
    )
    for deed in (
        lambda: hand_over(delivery),
        lambda: services.discard_delivery(delivery=delivery, actor=STAFF),
        lambda: services.change_delivery(
            delivery=delivery,
            targets=[],
            day=TODAY,
            way="",
            venue="",
            note="",
            letter=LocalizedText(),
            actor=STAFF,
        ),
    ):
        with pytest.raises(DeliveryOver):
            deed()


def test_only_what_nothing_was_gathered_for_is_taken_off_the_list(petition):
    services.discard_delivery(delivery=plan(petition), actor=STAFF)
    assert Delivery.objects.count() == 0

    delivery = pack(plan(petition))
    with pytest.raises(AlreadyGathered):
        services.discard_delivery(delivery=delivery, actor=STAFF)


def test_a_reply_belongs_to_what_was_handed_over(petition):
    delivery = pack(plan(petition))
    said = {"reply": LocalizedText(en="No."), "url": "https://example.org/", "day": TODAY, "actor": STAFF}
    with pytest.raises(PackNotMade):
        services.record_reply(delivery=delivery, **said)

    services.record_reply(delivery=hand_over(delivery), **said)
    assert (reread(delivery).reply, reread(delivery).replied_on) == ({"en": "No."}, TODAY)


# --- whose data goes when ------------------------------------------------------------------------


def test_the_petitions_day_is_that_of_the_last_delivery(petition):
    day = TODAY - timedelta(days=20)
    hand_over(pack(plan(petition)), day=day)
    assert Petition.objects.get(pk=petition.pk).delivered_on == day

    hand_over(pack(plan(petition)), day=day - timedelta(days=5))
    assert Petition.objects.get(pk=petition.pk).delivered_on == day
    hand_over(pack(plan(petition)), day=day + timedelta(days=5))
    assert Petition.objects.get(pk=petition.pk).delivered_on == day + timedelta(days=5)


def due(petition):
    Petition.objects.filter(pk=petition.pk).update(state="closed", closed_on=TODAY - timedelta(days=90))
    return set(signers_before(TODAY - timedelta(days=30)).values_list("pk", flat=True))


def test_signers_are_due_after_their_own_delivery(petition):
    [first] = sign_many(petition, 1, names=True)
    hand_over(pack(plan(petition)), day=TODAY - timedelta(days=60))
    sign_many(petition, 1, names=True, called="Late")
    hand_over(pack(plan(petition)), day=TODAY - timedelta(days=10))

    assert due(petition) == {first.pk}


def test_a_name_that_is_still_to_be_handed_over_waits_for_it_and_nothing_else_does(petition):
    sign_many(petition, 1)
    hand_over(pack(plan(petition)), day=TODAY - timedelta(days=60))
    sign_many(petition, 1, names=True, called="Named")
    [quiet] = sign_many(petition, 1, called="Quiet")

    assert quiet.pk in due(petition)
    assert len(due(petition)) == 2


def test_what_is_planned_but_not_handed_over_ends_nobodys_data(petition):
    sign_many(petition, 2, names=True)
    pack(plan(petition, day=TODAY - timedelta(days=60)))

    assert due(petition) == set()


# --- the schedule --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "unit", "last", "expected"),
    [
        (2, "weeks", date(2026, 3, 1), date(2026, 3, 15)),
        (1, "months", date(2026, 1, 31), date(2026, 2, 28)),
        (3, "months", date(2026, 11, 30), date(2027, 2, 28)),
        (12, "months", date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_the_next_day_is_so_many_weeks_or_months_later(every, unit, last, expected):
    assert next_day(Petition(redeliver_every=every, redeliver_unit=unit), last) == expected


@pytest.fixture
def monthly():
    petition = make_petition(redeliver_every=1)
    sign_many(petition, 1)
    return petition


def later(days):
    return time_machine.travel(TODAY + timedelta(days=days), tick=False)


def test_what_is_new_is_put_on_the_list_when_its_time_has_come(monthly):
    sent = deliver(monthly)
    sign_many(monthly, 1, called="Late")
    with later(20):
        assert plan_due() == 0
    with later(40):
        assert plan_due() == 1
        # Run again, and again after a month in which nobody looked: it is one.
        assert plan_due() == 0
    planned = monthly.deliveries.get(state=DeliveryState.PLANNED)
    assert (planned.is_scheduled, planned.way, list(planned.targets.all())) == (
        True,
        sent.way,
        list(sent.targets.all()),
    )
    assert planned.signatures is None


@pytest.mark.parametrize("case", ["never handed over", "nothing new", "no schedule", "planned"])
def test_nothing_is_planned(monthly, case):
    if case != "never handed over":
        deliver(monthly)
    if case != "nothing new":
        sign_many(monthly, 1, called="Late")
    if case == "no schedule":
        Petition.objects.filter(pk=monthly.pk).update(redeliver_every=None)
    if case == "planned":
        plan(monthly)
    with later(40):
        assert plan_due() == 0


# --- telling -------------------------------------------------------------------------------------

TOLD = Told(
    title=LocalizedText(en="Handed over", es="Entregada"),
    text=LocalizedText(en="We did.", es="Lo hicimos."),
    on_page=True,
    by_mail=True,
)


def test_telling_shows_it_on_the_page_and_proposes_the_mail_once(petition):
    delivery = deliver(petition)
    for _press in range(2):
        services.tell_of_delivery(delivery=delivery, told=TOLD, actor=STAFF)

    assert [(one.state, one.day, one.title) for one in Update.objects.all()] == [
        (UpdateState.SHOWN, delivery.day, TOLD.title)
    ]
    # Nobody is mailed before a Mailer has read it.
    assert [(one.state, one.subject) for one in SignerNews.objects.all()] == [
        (NewsState.PROPOSED, TOLD.title)
    ]
    assert (delivery.update, delivery.news) == (Update.objects.get(), SignerNews.objects.get())


def test_of_so_few_that_a_page_would_not_tell_how_many_no_number_is_proposed(petition):
    sign_many(petition, 25)
    assert telling_words.delivery_title(deliver(petition))["es"] == "Entregadas: 25 firmas"
    sign_many(petition, 24, called="Late")
    since = deliver(petition)

    assert telling_words.delivery_title(since) == {"en": "Handed over", "es": "Entregada"}
    text = telling_words.delivery_text(since)
    # Up to the target's name, in which a number of these tests stands.
    assert {language: words.partition(" Target")[0] for language, words in text.items()} == {
        "en": "We handed over what was signed to",
        "es": "Entregamos las firmas a",
    }


def test_the_reply_is_told_beside_the_delivery(petition):
    delivery = deliver(petition)
    services.tell_of_delivery(delivery=delivery, told=TOLD, actor=STAFF)
    services.tell_of_reply(delivery=delivery, told=TOLD, actor=STAFF)

    assert (Update.objects.count(), SignerNews.objects.count()) == (2, 2)


def test_the_reply_is_mailed_once_as_plain_text_to_who_asked_and_does_not_refuse(
    petition, mailer, mailoutbox
):
    for name, news in (("asked", "only_this"), ("refuses", "only_this"), ("silent", "no")):
        sign_and_confirm(petition, f"{name}@example.org", said={"news": news})
    refuse(address="refuses@example.org", reason=RefusalReason.NEVER)
    delivery = deliver(petition)
    reply = LocalizedText(en="<img src=x onerror=alert(1)> {{ given_name }} No.")
    services.record_reply(delivery=delivery, reply=reply, url="", day=TODAY, actor=STAFF)
    told = Told(title=LocalizedText(en="They answered"), text=delivery.reply, by_mail=True)
    for _press in range(2):
        services.tell_of_reply(delivery=delivery, told=told, actor=STAFF)
        for news in SignerNews.objects.filter(state=NewsState.PROPOSED):
            services.approve_news(news=news, actor=mailer)
        send_news()

    assert [message.to for message in mailoutbox] == [["asked@example.org"]]
    assert "{{ given_name }} No." in mailoutbox[0].body
    assert "<img src=x" not in mailoutbox[0].alternatives[0].content


def test_nothing_is_told_of_what_was_not_handed_over(petition):
    with pytest.raises(PackNotMade):
        services.tell_of_delivery(delivery=plan(petition), told=TOLD, actor=STAFF)
    assert Update.objects.count() == 0


def test_nobody_takes_along_what_is_being_made(petition, mailer):
    """Its file is whole a moment before the row says that names are in it."""
    sign_many(petition, 2, names=True)
    delivery = pack(plan(petition))
    assert services.open_pack(delivery=delivery, actor=mailer) == delivery.pack_file
    Delivery.objects.update(
        pack_state=PackState.MAKING, pack_run=uuid4(), pack_lease=timezone.now(), names=None
    )

    with pytest.raises(PackNotMade):
        services.open_pack(delivery=reread(delivery), actor=mailer)
