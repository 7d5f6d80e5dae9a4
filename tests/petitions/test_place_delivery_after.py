"""After a campus was handed over by itself: whose data goes when, the schedule, and whom it is told."""

from datetime import timedelta

import pytest
import time_machine

from petitions import services, telling_words
from petitions.enums import DeliveryState, NewsState
from petitions.jobs.news import send_news
from petitions.jobs.redelivery import plan_due
from petitions.jobs.retention import signers_before
from petitions.models import Delivery, Petition, PetitionTarget, Place, Signature, SignerNews, Update
from petitions.selectors import overview_of, timeline_at
from petitions.services import Told
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.deliveries import (
    STAFF,
    deliver,
    deliver_at,
    give_target,
    hand_over,
    pack,
    plan,
    plan_at,
    sign_many,
)
from tests.petitions.factories import at_place, open_place, sign_and_confirm

pytestmark = pytest.mark.django_db

TODAY = utc_today()


# --- whose data goes when ------------------------------------------------------------------------


def due(petition):
    Petition.objects.filter(pk=petition.pk).update(state="closed", closed_on=TODAY - timedelta(days=90))
    return set(signers_before(TODAY - timedelta(days=30)).values_list("pk", flat=True))


def test_a_campuss_delivery_neither_ends_nor_keeps_data_beside_the_whole_petitions(petition, own_bay):
    sign_many(petition, 10, at=own_bay, names=True)
    hand_over(pack(plan_at(own_bay)), day=TODAY - timedelta(days=60))

    assert Petition.objects.get(pk=petition.pk).delivered_on is None
    assert due(petition) == set()
    hand_over(pack(plan(petition)), day=TODAY - timedelta(days=60))
    assert len(due(petition)) == 10


def test_where_only_campuses_are_addressed_what_was_handed_over_there_ends_it(petition, own_bay):
    sign_many(petition, 10, at=own_bay, names=True)
    sign_many(petition, 1)
    PetitionTarget.objects.filter(petition=petition).delete()
    hand_over(pack(plan_at(own_bay)), day=TODAY - timedelta(days=60))

    assert due(petition) == set(Signature.objects.filter(place=own_bay).values_list("pk", flat=True))


def test_the_whole_petitions_numbers_are_without_those_of_its_campuses(petition, own_bay):
    sign_many(petition, 12, at=own_bay)
    deliver(petition)
    deliver_at(own_bay)
    plan_at(own_bay)
    shown = overview_of(petition, languages=["en"])

    assert (shown.handed_over, shown.planned, shown.last_delivery.place) == (12, None, None)


# --- again and again -----------------------------------------------------------------------------


def later(days):
    return time_machine.travel(TODAY + timedelta(days=days), tick=False)


@pytest.fixture
def monthly(petition, own_bay):
    Petition.objects.filter(pk=petition.pk).update(redeliver_every=1)
    sign_many(petition, 10, at=own_bay)
    deliver_at(own_bay)
    return petition


def test_ten_who_are_new_at_a_campus_are_put_on_the_list_when_the_time_has_come(monthly, own_bay):
    sign_many(monthly, 9, at=own_bay, called="Late")
    sign_many(monthly, 20, called="Nowhere")
    with later(40):
        assert plan_due() == 0
        sign_many(monthly, 1, at=own_bay, called="Tenth")
    with later(20):
        assert plan_due() == 0
    with later(40):
        # Once, however often it runs; the whole was never handed over, so it is not planned.
        assert [plan_due(), plan_due()] == [1, 0]
    planned = Delivery.objects.get(state=DeliveryState.PLANNED)
    assert (planned.place, planned.is_scheduled, list(planned.targets.all())) == (
        own_bay,
        True,
        [own_bay.target],
    )


@pytest.mark.parametrize("case", ["hidden", "no target", "no schedule"])
def test_nothing_is_planned_at_a_campus(monthly, own_bay, case):
    sign_many(monthly, 10, at=own_bay, called="Late")
    if case == "hidden":
        services.hide_place(place=own_bay, actor=STAFF)
    if case == "no target":
        Place.objects.filter(pk=own_bay.pk).update(target=None)
    if case == "no schedule":
        Petition.objects.filter(pk=monthly.pk).update(redeliver_every=None)
    with later(40):
        assert plan_due() == 0


def test_the_schedule_asks_the_same_of_the_database_for_one_campus_and_for_three(
    monthly, own_bay, own_hill, django_assert_num_queries
):
    for number, place in enumerate((own_hill, give_target(open_place(monthly, "Lake College"), "Lake"))):
        sign_many(monthly, 10, at=place, called=f"Place{number}")
        deliver_at(place)
    with later(40), django_assert_num_queries(4):
        assert plan_due() == 0


# --- telling -------------------------------------------------------------------------------------

TOLD = Told(
    title=LocalizedText(en="Handed over", es="Entregada"),
    text=LocalizedText(en="We did.", es="Lo hicimos."),
    on_page=True,
    by_mail=True,
)


def test_it_is_told_on_that_campuss_page_and_mailed_to_who_signed_there_and_asked(
    petition, own_bay, own_hill, mailer, mailoutbox
):
    said = {"here": at_place(own_bay), "there": at_place(own_hill), "nowhere": {}}
    for name, where in said.items():
        sign_and_confirm(petition, f"{name}@example.org", said={"news": "only_this", **where})
    sign_and_confirm(petition, "silent@example.org", said={"news": "no", **at_place(own_bay)})
    sign_many(petition, 8, at=own_bay)
    delivery = deliver_at(own_bay)
    for _press in range(2):
        services.tell_of_delivery(delivery=delivery, told=TOLD, actor=STAFF)
        for news in SignerNews.objects.filter(state=NewsState.PROPOSED):
            services.approve_news(news=news, actor=mailer)
        send_news()

    assert [message.to for message in mailoutbox] == [["here@example.org"]]
    assert Update.objects.get().place == own_bay
    told = [len(timeline_at(petition, place).latest) for place in (own_bay, own_hill, None)]
    assert told == [1, 0, 0]


def test_the_reply_of_a_campus_is_told_there(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    delivery = deliver_at(own_bay)
    services.record_reply(delivery=delivery, reply=LocalizedText(en="No."), url="", day=TODAY, actor=STAFF)
    services.tell_of_reply(delivery=delivery, told=TOLD, actor=STAFF)

    assert (delivery.reply_update.place, delivery.reply_news.place) == (own_bay, own_bay)
    assert telling_words.reply_title(delivery)["en"] == "Office of the President, Bay College answered"


def test_the_words_name_the_campus_and_as_many_as_its_page_shows(petition, own_bay, settings):
    sign_many(petition, 10, at=own_bay)
    delivery = deliver_at(own_bay)
    assert telling_words.delivery_title(delivery)["es"] == "Entregadas: 10 firmas"
    text = telling_words.delivery_text(delivery)
    assert "10 signatures from Bay College to Office of the President, Bay College" in text["en"]

    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "PLACE_TOTAL_SHOWN_FROM": 50}
    assert ["10" in words for words in telling_words.delivery_text(delivery).values()] == [False, False]
