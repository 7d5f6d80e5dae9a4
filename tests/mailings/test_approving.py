"""A second person says yes to exactly what goes out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from mailings.enums import MailingState, Variant
from mailings.exceptions import NeedsSecond, NotThatState, OwnApproval
from mailings.jobs.sending import begin_due
from mailings.models import Mailing
from mailings.selectors.approvals import is_approved, print_of
from mailings.services.approving import approve, withdraw_approval
from mailings.services.drafting import Whom, choose_people
from mailings.services.sending import plan_hour, send_mailing
from petitions.names import SIGNED
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.models import Segment
from tests.mailings.factories import make_mailing, make_sender, make_subscriber, make_wrapper, write
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


def person(name):
    return Actor.staff(User.objects.get_or_create(username=name)[0])


def draft(**rules):
    news = ListFactory()
    make_subscriber(news)
    return make_mailing(news, needs_second=True, made_by=person("rosa").user, **rules)


def approved(**rules):
    mailing = draft(**rules)
    approve(mailing=mailing, shown=print_of(mailing), actor=person("eva"))
    return mailing


def again(mailing):
    return Mailing.objects.get(pk=mailing.pk)


def test_what_needs_a_second_person_is_not_sent_without_one():
    mailing = draft()
    with pytest.raises(NeedsSecond):
        send_mailing(mailing=mailing, actor=person("rosa"))

    approve(mailing=mailing, shown=print_of(mailing), actor=person("eva"))
    send_mailing(mailing=mailing, actor=person("rosa"))

    assert again(mailing).state == MailingState.SCHEDULED


def test_nobody_approves_their_own():
    mailing = draft()

    for actor in (person("rosa"), Actor.system()):
        with pytest.raises(OwnApproval):
            approve(mailing=mailing, shown=print_of(mailing), actor=actor)
    assert not is_approved(again(mailing))


def test_what_was_changed_after_the_page_was_drawn_is_not_approved():
    mailing = draft()
    shown = print_of(mailing)
    mailing.contents.filter(language="en").update(subject="Keep the contract")

    with pytest.raises(NeedsSecond):
        approve(mailing=again(mailing), shown=shown, actor=person("eva"))


def test_what_needs_nobody_waits_for_nobody():
    mailing = draft()
    Mailing.objects.filter(pk=mailing.pk).update(needs_second=False)

    with pytest.raises(NotThatState):
        approve(mailing=again(mailing), shown=print_of(again(mailing)), actor=person("eva"))
    assert is_approved(again(mailing))


def test_a_yes_is_taken_back_until_it_is_sent():
    mailing = approved()
    withdraw_approval(mailing=mailing, actor=person("eva"))
    assert not is_approved(again(mailing))

    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.CANCELLED, ended_on=utc_today())
    with pytest.raises(NotThatState):
        withdraw_approval(mailing=mailing, actor=person("eva"))


def _segment(mailing):
    mailing.segments.add(Segment.objects.create(name="Spanish", tree={"any": []}))


def _rules(mailing):
    segment = Segment.objects.create(name="Spanish", tree={"any": []})
    mailing.segments.add(segment)
    approve(mailing=again(mailing), shown=print_of(again(mailing)), actor=person("eva"))
    Segment.objects.filter(pk=segment.pk).update(tree={"all": []})


def _scheduled(mailing):
    tomorrow = (timezone.now() + timedelta(days=1)).replace(tzinfo=None)
    plan_hour(mailing=mailing, local=tomorrow, zone="America/New_York", actor=person("rosa"))


def _wrapper(mailing):
    Mailing.objects.filter(pk=mailing.pk).update(wrapper=make_wrapper())


CHANGES = {
    "a word": lambda one: one.contents.filter(language="es").update(preheader="Hoy"),
    "a body": lambda one: one.contents.filter(language="en").update(body=[("heading", "Other")]),
    "a language": lambda one: one.contents.filter(language="es").delete(),
    "a second wording": lambda one: write(one, variant=Variant.B),
    "a list": lambda one: one.lists.add(ListFactory()),
    "a segment": _segment,
    "a segment's rules": _rules,
    "who is left out": lambda one: one.without_lists.add(ListFactory()),
    "a past mailing": lambda one: one.without_mailings.add(make_mailing()),
    "who acted": lambda one: Mailing.objects.filter(pk=one.pk).update(
        acted_kind=SIGNED, acted_id=one.public_id
    ),
    "the sender": lambda one: Mailing.objects.filter(pk=one.pk).update(sender=make_sender()),
    "the sender's name": lambda one: type(one.sender).objects.update(name=LocalizedText(en="Eva")),
    "the look": _wrapper,
    "the hour": _scheduled,
    "the morning": lambda one: Mailing.objects.filter(pk=one.pk).update(is_local_morning=True),
    "the last hours": lambda one: Mailing.objects.filter(pk=one.pk).update(last_hours_reason="Tonight"),
    "the test": lambda one: Mailing.objects.filter(pk=one.pk).update(test_share=10),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_takes_the_yes_back_by_itself(what):
    mailing = approved()
    assert is_approved(again(mailing))

    CHANGES[what](mailing)

    assert not is_approved(again(mailing))


def test_its_name_for_staff_may_change():
    mailing = approved()
    Mailing.objects.filter(pk=mailing.pk).update(name="Monday's mail")

    assert is_approved(again(mailing))


def test_nobody_approves_what_they_changed_last():
    """Else one who edits a colleague's draft would be both the one and the other."""
    mailing = draft()
    mailing.contents.get(language="en").save_revision(user=person("eva").user)
    with pytest.raises(OwnApproval):
        approve(mailing=mailing, shown=print_of(mailing), actor=person("eva"))

    other = draft()
    choose_people(mailing=other, whom=Whom(lists=[ListFactory()]), actor=person("eva"))
    with pytest.raises(OwnApproval):
        approve(mailing=other, shown=print_of(other), actor=person("eva"))


def test_what_is_changed_while_it_waits_for_its_hour_does_not_leave():
    mailing = approved()
    send_mailing(mailing=mailing, actor=person("rosa"))
    type(mailing.sender).objects.update(reply_to="elsewhere@example.net")
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=timezone.now())

    assert begin_due() == 0
    assert again(mailing).state == MailingState.DRAFT
    assert not is_approved(again(mailing))
