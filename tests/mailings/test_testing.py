"""Two wordings, tried on a share of the people."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mailings.enums import MailingState, Outcome, TestBy, Variant
from mailings.exceptions import NotThatState
from mailings.jobs.freezing import freeze
from mailings.jobs.testing import draw_share, end_tests
from mailings.models import LinkHour, Mailing, MailingTotal, MailLink, Recipient
from mailings.selectors.testing import better_of, standings
from mailings.services.testing import choose_winner
from outbox.enums import SendState
from privacy.actors import Actor
from tests.mailings.factories import make_mailing, make_subscribers, write
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


def begun(people, **rules):
    """A mailing whose test has begun."""
    news = ListFactory()
    make_subscribers(news, people)
    mailing = make_mailing(news, state=MailingState.SENDING, **{"test_share": 20, **rules})
    write(mailing, variant=Variant.B, subject="Seven days left")
    freeze(mailing.pk)
    mailing.refresh_from_db()
    return mailing


def by_variant(mailing):
    rows = list(Recipient.objects.filter(mailing=mailing).values_list("variant", flat=True))
    return [rows.count(variant) for variant in ("a", "b", "")]


def sent(mailing, **numbers):
    """So many of each wording were sent."""
    for variant, number in numbers.items():
        rows = Recipient.objects.filter(mailing=mailing, variant=variant).order_by("pk")
        Recipient.objects.filter(pk__in=rows.values("pk")[:number]).update(state=SendState.SENT)


def visited(mailing, variant, visits):
    link, _made = MailLink.objects.get_or_create(
        mailing=mailing, variant=variant, language="en", url="http://localhost:8000/"
    )
    LinkHour.objects.create(link=link, hour=timezone.now(), visits=visits)


def test_half_of_the_share_gets_each_wording_and_the_others_wait():
    mailing = begun(40)

    assert by_variant(mailing) == [4, 4, 32]
    assert mailing.test_ends_at is not None


def test_a_test_of_few_has_one_of_each():
    assert by_variant(begun(3, test_share=10)) == [1, 1, 1]


def test_drawing_again_gives_nobody_another_wording():
    mailing = begun(40)
    drawn = dict(Recipient.objects.values_list("pk", "variant"))

    draw_share(mailing)

    assert dict(Recipient.objects.values_list("pk", "variant")) == drawn


def test_without_a_test_everybody_gets_the_first_wording():
    assert by_variant(begun(6, test_share=0)) == [6, 0, 0]


def test_the_better_wording_is_sent_by_itself_when_the_test_is_over():
    mailing = begun(40, sends_winner_itself=True, test_hours=4)
    sent(mailing, a=4, b=4)
    visited(mailing, "a", 2)
    visited(mailing, "b", 3)

    assert end_tests() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1), tick=False):
        assert end_tests() == 1

    mailing.refresh_from_db()
    assert (mailing.winner, mailing.test_ends_at) == (Variant.B, None)
    assert by_variant(mailing) == [4, 36, 0]


def test_a_test_that_is_over_waits_for_a_person_unless_it_is_to_end_by_itself():
    mailing = begun(40)

    with time_machine.travel(timezone.now() + timedelta(hours=9), tick=False):
        assert end_tests() == 0
    assert by_variant(mailing) == [4, 4, 32]


def test_a_mailing_that_rests_sends_no_winner():
    mailing = begun(40, sends_winner_itself=True)
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.PAUSED)

    with time_machine.travel(timezone.now() + timedelta(hours=9), tick=False):
        assert end_tests() == 0
    assert by_variant(mailing) == [4, 4, 32]


def test_the_winner_is_chosen_by_hand_once():
    mailing = begun(40)

    choose_winner(mailing=mailing, winner=Variant.B, actor=Actor.system())
    with pytest.raises(NotThatState):
        choose_winner(mailing=mailing, winner=Variant.A, actor=Actor.system())
    end_tests()

    assert by_variant(mailing) == [4, 36, 0]


def test_a_mailing_without_a_test_has_no_winner():
    with pytest.raises(NotThatState):
        choose_winner(mailing=begun(4, test_share=0), winner=Variant.A, actor=Actor.system())


def test_the_fewest_unsubscribed_win_and_a_tie_goes_to_the_first():
    mailing = begun(40, test_by=TestBy.UNSUBSCRIBES)
    sent(mailing, a=4, b=4)
    assert better_of(mailing) == Variant.A

    total = {"mailing": mailing, "outcome": Outcome.UNSUBSCRIBED}
    MailingTotal.objects.create(variant="a", number=2, **total)
    MailingTotal.objects.create(variant="b", number=1, **total)

    assert better_of(mailing) == Variant.B


def test_actions_are_counted_for_the_wording_whose_link_brought_them():

    mailing = begun(40, test_by=TestBy.ACTIONS)
    sent(mailing, a=4, b=4)
    petition = make_petition()
    for number, variant in enumerate("abb"):
        sign_and_confirm(petition, f"ada{number}@example.org", source=mailing.source_of(variant))

    assert [(one.sent, one.number) for one in standings(mailing)] == [(4, 1), (4, 2)]
    assert better_of(mailing) == Variant.B


def test_visits_are_counted_for_each_mail_that_was_sent():
    mailing = begun(40)
    sent(mailing, a=4, b=2)
    visited(mailing, "a", 3)
    visited(mailing, "b", 2)

    assert [one.rate for one in standings(mailing)] == [0.75, 1.0]
    assert better_of(mailing) == Variant.B
