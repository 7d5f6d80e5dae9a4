"""To whom one campus is handed over by itself, and to whom never."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from petitions import services
from petitions.enums import DeliveryState
from petitions.exceptions import DeliveryPlanned, GetsACampus, NoTargetOfItsOwn, NotToBeDelivered
from petitions.jobs.redelivery import plan_due
from petitions.models import Delivery, Petition, PetitionTarget, Place, Signature
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.deliveries import (
    STAFF,
    deliver,
    give_target,
    hand_over,
    pack,
    plan,
    plan_at,
    reread,
    sign_many,
)
from tests.petitions.factories import open_place

pytestmark = pytest.mark.django_db

TODAY = utc_today()


def test_a_campus_without_a_target_of_its_own_is_in_the_whole_alone(petition):
    plain = open_place(petition, "Plain College")
    sign_many(petition, 10, at=plain)
    with pytest.raises(NoTargetOfItsOwn):
        plan_at(plain)
    # Whom the petition addresses gets the whole: with both, the difference would be the others.
    Place.objects.filter(pk=plain.pk).update(target=petition.targets.get())
    with pytest.raises(NoTargetOfItsOwn):
        plan_at(plain)


def test_nor_has_one_whose_target_got_the_whole_before(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    deliver(petition).targets.set([own_bay.target])

    with pytest.raises(NoTargetOfItsOwn):
        plan_at(own_bay)


def test_nor_does_the_whole_go_to_whom_a_campus_was_handed_over(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    sign_many(petition, 15)
    hand_over(pack(plan_at(own_bay)))
    own = petition.targets.get()
    PetitionTarget.objects.create(petition=petition, target=own_bay.target)
    with pytest.raises(GetsACampus):
        plan(petition)
    whole = services.plan_delivery(petition=petition, targets=[own], day=TODAY, actor=STAFF)
    said = {"day": TODAY, "way": "", "venue": "", "note": "", "letter": LocalizedText()}
    with pytest.raises(GetsACampus):
        services.change_delivery(delivery=whole, targets=[own_bay.target], actor=STAFF, **said)

    # As it was planned before there was such a rule: the next one leaves the campus's target out.
    hand_over(pack(whole)).targets.add(own_bay.target)
    sign_many(petition, 5, called="Late")
    Petition.objects.filter(pk=petition.pk).update(redeliver_every=1, redeliver_unit="weeks")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert plan_due() == 1
    assert list(Delivery.objects.get(state=DeliveryState.PLANNED).targets.all()) == [own]


def test_a_plan_follows_its_campus_s_target_and_is_not_handed_over_to_a_former_one(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    delivery = plan_at(own_bay)
    right = give_target(own_bay, "Board of Bay College").target
    delivery = pack(reread(delivery))
    assert list(delivery.targets.all()) == [right]

    other = give_target(own_bay, "Somebody else").target
    with pytest.raises(NoTargetOfItsOwn):
        hand_over(reread(delivery))
    PetitionTarget.objects.create(petition=petition, target=other)
    with pytest.raises(NoTargetOfItsOwn):
        services.ask_for_pack(delivery=reread(delivery), language="en", with_names=False, actor=STAFF)


def test_a_hidden_campus_and_a_petition_that_is_not_handed_over_have_none(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    services.hide_place(place=own_bay, actor=STAFF)
    with pytest.raises(NoTargetOfItsOwn):
        plan_at(own_bay)
    Petition.objects.filter(pk=petition.pk).update(is_delivered=False)
    with pytest.raises(NotToBeDelivered):
        plan_at(own_bay)


def test_one_is_planned_at_a_time_for_each_campus_and_one_for_the_whole(petition, own_bay, own_hill):
    for place in (own_bay, own_hill):
        sign_many(petition, 10, at=place, called=place.slug)
    plan(petition)
    plan_at(own_bay)
    plan_at(own_hill)
    with pytest.raises(DeliveryPlanned):
        plan_at(own_bay)
    with pytest.raises(DeliveryPlanned):
        plan(petition)


def test_another_target_is_never_put_into_the_plan_of_a_campus(petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    delivery = plan_at(own_bay)
    services.change_delivery(
        delivery=delivery,
        targets=list(petition.targets.all()),
        day=TODAY,
        way="post",
        venue="",
        note="",
        letter=LocalizedText(),
        actor=STAFF,
    )

    assert (list(delivery.targets.all()), reread(delivery).way) == ([own_bay.target], "post")


def test_no_row_is_handed_over_at_a_campus_where_it_was_not_signed(petition, own_bay):
    [row] = sign_many(petition, 1)
    sign_many(petition, 10, at=own_bay)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=row.pk).update(place_delivery=plan_at(own_bay))
