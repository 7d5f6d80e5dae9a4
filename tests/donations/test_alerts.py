"""Those who keep the books hear where gifts wait or the books differ: once an hour, in their language."""

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from campaigns.roles import top_up_groups
from donations.enums import NoticeReason
from donations.exceptions import TooManyBegun
from donations.jobs.alerts import ALERT, tell_keepers
from donations.jobs.brake import LEAST_REFUSED, note_card
from donations.models import GiftNotice
from donations.services.checkout import take_place
from donations.tasks import reconcile_gifts as nightly
from outbox.kinds import kind_of
from outbox.models import Letter
from tests.donations.factories import make_fundraiser
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin

pytestmark = pytest.mark.django_db
NOON = "2026-12-31T12:00:00Z"


def staff(name, *groups, language="", **rest):
    top_up_groups()
    user = User.objects.create_user(name, email=f"{name}@example.org", **rest)
    user.groups.set(Group.objects.filter(name__in=groups))
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    return user


@pytest.fixture
def treasurers():
    return [
        staff("ada", "Treasurers"),
        staff("rosa", "Treasurers", language="es"),
        staff("left", "Treasurers", is_active=False),
        staff("grace", "Organizers"),
        staff("root", "Administrators"),
    ]


def told(letters):
    """To whom, with which subject."""
    return [(recipient.address, content.subject) for _kind, recipient, content in letters()]


def refuse_cards(number=LEAST_REFUSED):
    for _card in range(number):
        note_card(works=False)


def test_treasurers_hear_in_their_language_once_that_gifts_wait(treasurers, letters):
    with time_machine.travel(NOON, tick=False):
        refuse_cards(LEAST_REFUSED - 1)
        assert told(letters) == []
        refuse_cards(3)

        assert told(letters) == [
            ("ada@example.org", "Gifts wait: cards are refused"),
            ("rosa@example.org", "Las donaciones esperan: se rechazan tarjetas"),
        ]


def test_an_hour_later_they_hear_again_if_it_goes_on(treasurers, letters):
    with time_machine.travel(NOON, tick=False) as traveller:
        refuse_cards()
        traveller.shift(3600)
        refuse_cards(2)

        assert len(told(letters)) == 4


def test_a_letter_that_leaves_once_cards_work_again_is_not_sent(treasurers, letters):
    with time_machine.travel(NOON, tick=False) as traveller:
        refuse_cards()
        traveller.shift(2 * 3600)

        assert (told(letters), Letter.objects.count()) == ([], 2)


def test_a_crowded_page_is_named_once_an_hour_each(treasurers, letters, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "GIFTS_BEGUN_PER_HOUR": 1}
    one, other = make_fundraiser(), make_fundraiser()
    with time_machine.travel(NOON, tick=False):
        for fundraiser in (one, other):
            take_place(fundraiser)
            for _again in range(3):
                with pytest.raises(TooManyBegun):
                    take_place(fundraiser)

        assert [line for line in told(letters) if line[0] == "ada@example.org"] == [
            ("ada@example.org", f"Gifts wait: “{one.name}”"),
            ("ada@example.org", f"Gifts wait: “{other.name}”"),
        ]
    assert set(GiftNotice.objects.values_list("why", "fundraiser", "number")) == {
        (NoticeReason.CROWDED, one.pk, 1),
        (NoticeReason.CROWDED, other.pk, 1),
    }


def test_what_the_night_could_not_mend_is_told_with_its_number(treasurers, letters, stripe):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    nightly.call()
    assert Letter.objects.filter(kind=ALERT).count() == 0

    stripe.account.things[donation.provider_ref]["amount_total"] = 1
    nightly.call()

    [first, _second] = [one for one in letters() if one[0] == ALERT]
    _kind, recipient, content = first
    assert (recipient.address, content.subject) == ("ada@example.org", "Gifts and the payment service differ")
    assert "found 1 gift that is not the same" in content.text
    whole = content.subject + content.text + content.html
    assert [canary for canary in ("Lovelace", "ada@", donation.public_id.hex) if canary in whole] == []


def test_without_treasurers_the_administrators_hear(letters):
    staff("root", "Administrators")
    staff("grace", "Organizers")

    assert tell_keepers(why=NoticeReason.DIFFERS, number=2) == 1
    assert [address for address, _subject in told(letters)] == ["root@example.org"]


def test_who_left_meanwhile_gets_none(treasurers, letters):
    tell_keepers(why=NoticeReason.DIFFERS, number=1)
    User.objects.filter(username="ada").update(is_active=False)

    assert [address for address, _subject in told(letters)] == ["rosa@example.org"]


def test_nothing_is_left_of_whom_it_went_to(treasurers):
    tell_keepers(why=NoticeReason.DIFFERS, number=1)

    kind_of(ALERT).settled(list(GiftNotice.objects.values_list("public_id", flat=True)))
    assert GiftNotice.objects.count() == 0
