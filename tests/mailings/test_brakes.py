"""A mailing that does harm stops by itself."""

import pytest
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from mailings.enums import MailingState, Outcome, PauseReason
from mailings.jobs.brakes import PAUSED, counted_so_far, harm_of, look_at, look_at_all
from mailings.models import Mailing, MailingTotal, PauseNotice, Recipient
from mailings.selectors.counts import Gone, gone_of
from outbox.enums import SendState, WhyNot
from outbox.exceptions import Gone as NothingToSay
from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.roles import Role
from tests.mailings.factories import make_mailing, make_subscribers
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


def staff(name, *, role=None, email=None, language=""):
    user = User.objects.create_user(name, email=f"{name}@example.org" if email is None else email)
    if role is not None:
        user.groups.add(Group.objects.get(name=role))
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    return user


def sending(**numbers):
    """A mailing of which so many were sent, bounced at once, failed or are unknown."""
    states = {
        "sent": (SendState.SENT, ""),
        "bounced": (SendState.FAILED, WhyNot.BOUNCED),
        "rejected": (SendState.FAILED, WhyNot.REJECTED),
        "unknown": (SendState.UNKNOWN, WhyNot.UNKNOWN),
    }
    mailing = make_mailing(state=MailingState.SENDING, is_frozen=True, made_by=staff("rosa"))
    more(mailing, {states[name]: number for name, number in numbers.items()})
    return mailing


def more(mailing, numbers):
    people = iter(make_subscribers(ListFactory(), sum(numbers.values())))
    Recipient.objects.bulk_create(
        Recipient(mailing=mailing, supporter=next(people), state=state, why=why, language="en", variant="a")
        for (state, why), number in numbers.items()
        for _one in range(number)
    )


def came_back(mailing, outcome, number):
    MailingTotal.objects.create(mailing=mailing, outcome=outcome, number=number)


def standing(mailing):
    mailing.refresh_from_db()
    return mailing.state, mailing.paused_why


def test_what_counts_is_in_the_numbers():
    mailing = sending(sent=6, bounced=2, rejected=3, unknown=1)
    came_back(mailing, Outcome.BOUNCED, 1)
    came_back(mailing, Outcome.COMPLAINED, 4)

    assert gone_of(mailing) == Gone(sent=8, bounced=3, complained=4, errors=4)


@pytest.mark.parametrize(
    ("gone", "reason"),
    [
        (Gone(sent=499, complained=400), None),
        (Gone(sent=500, complained=1), PauseReason.COMPLAINTS),
        (Gone(sent=1000, complained=1), None),
        (Gone(sent=1000, complained=2), PauseReason.COMPLAINTS),
        (Gone(sent=99, bounced=50), None),
        (Gone(sent=100, bounced=5), PauseReason.BOUNCES),
        (Gone(sent=101, bounced=5), None),
        (Gone(sent=95, errors=5), PauseReason.ERRORS),
        (Gone(sent=96, errors=5), None),
        (Gone(sent=0, errors=99), None),
        (Gone(sent=0, errors=100), PauseReason.ERRORS),
        (Gone(), None),
    ],
)
def test_how_much_is_too_much(gone, reason):
    assert harm_of(gone) == reason


def test_a_mailing_with_too_many_bounces_stops_once():
    mailing = sending(sent=95, bounced=5)

    assert look_at_all() == 1
    assert standing(mailing) == (MailingState.PAUSED, PauseReason.BOUNCES)
    assert look_at_all() == 0


def test_what_rests_or_has_ended_is_left_alone():
    mailing = sending(sent=95, bounced=5)
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.PAUSED, paused_why=PauseReason.STAFF)

    assert look_at(mailing.pk) is None
    assert standing(mailing) == (MailingState.PAUSED, PauseReason.STAFF)


def test_after_it_is_let_go_on_only_what_comes_then_is_counted():
    mailing = sending(sent=95, bounced=5)
    look_at(mailing.pk)
    Mailing.objects.filter(pk=mailing.pk).update(
        state=MailingState.SENDING, paused_why="", counted_before=counted_so_far(mailing)
    )

    assert look_at(mailing.pk) is None
    more(mailing, {(SendState.SENT, ""): 98, (SendState.FAILED, WhyNot.BOUNCED): 4})
    assert look_at(mailing.pk) is None
    more(mailing, {(SendState.FAILED, WhyNot.BOUNCED): 2})
    assert look_at(mailing.pk) == PauseReason.BOUNCES


def test_whoever_made_it_and_the_administrators_are_told_each_in_their_language():
    staff("eva", role=Role.ADMINISTRATORS, language="es")
    staff("olga", role=Role.ORGANIZERS)
    staff("mute", role=Role.ADMINISTRATORS, email="")
    mailing = sending(sent=500)
    came_back(mailing, Outcome.COMPLAINED, 3)

    look_at_all()

    letters = Letter.objects.filter(kind=PAUSED).order_by("pk")
    told = [write(kind_of(PAUSED), letter) for letter in letters]
    assert {(who.address, who.language) for who, _content in told} == {
        ("rosa@example.org", "en"),
        ("eva@example.org", "es"),
    }
    for who, content in told:
        assert mailing.name in content.subject
        assert f"/{mailing.public_id}/" in content.text
        if who.language == "en":
            assert "Too many people reported it as spam: 3 of 500." in content.text


def test_whom_it_told_is_forgotten_with_the_letter():
    sending(sent=95, bounced=5)
    look_at_all()

    kind_of(PAUSED).settled([notice.public_id for notice in PauseNotice.objects.all()])

    assert PauseNotice.objects.count() == 0


def test_a_letter_about_a_mailing_that_goes_on_again_is_not_sent():
    mailing = sending(sent=95, bounced=5)
    look_at_all()
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.SENDING, paused_why="")

    with pytest.raises(NothingToSay):
        write(kind_of(PAUSED), Letter.objects.get(kind=PAUSED))
