"""What somebody with an account tries, to learn of one person what our mail must not tell."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from campaigns.blocks import action_choices
from mailings.admin_views.forms import WhomForm
from mailings.courier import RecipientCourier
from mailings.enums import MailingState
from mailings.jobs.freezing import freeze
from mailings.models import Recipient
from mailings.selectors.progress import progress_of
from mailings.selectors.recipients import audience_of, preview_of
from mailings.selectors.results import results_of
from outbox.courier import Parcel
from outbox.enums import SendState
from outbox.models import Refusal
from petitions.models import Signature
from privacy.actors import Actor
from supporters.models import Segment
from supporters.services import erase_supporter
from tests.events.factories import make_event
from tests.mailings.factories import make_mailing, make_sender, make_subscriber, make_subscribers
from tests.mailings.staff import at, member, said
from tests.petitions.factories import make_petition, open_place, sign_and_confirm
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_campus():
    """A mailing to those of a list who signed at one campus: one person, whom a Mailer looks for."""
    petition = make_petition()
    place = open_place(petition)
    signature = sign_and_confirm(petition, "ada@example.org", said={"news": "campaign"})
    Signature.objects.filter(pk=signature.pk).update(place=place)
    tree = {"rule": "petitions.campus", "place": str(place.institution.public_id)}
    segment = Segment.objects.create(name="Quad", tree=tree)
    mailing = make_mailing(petition.campaign.news_list, state=MailingState.SENDING, is_local_morning=True)
    mailing.segments.set([segment])
    return mailing


def test_where_somebody_is_cannot_be_counted_by_letting_a_mailing_go(client, at_campus):
    """Frozen, it waits for their morning and is stopped: nobody gets it, and the number would be known."""
    assert freeze(at_campus.pk) == 1
    at_campus.refresh_from_db()
    assert progress_of(at_campus).todo == 0

    Recipient.objects.update(state=SendState.SENT, due=None)
    assert results_of(at_campus).outcomes == {}
    client.force_login(member("Mailers"))
    assert "fewer than 10" in said(client.get(reverse("mailing:index")))


def test_nor_by_leaving_out_who_got_such_a_mailing(at_campus):
    freeze(at_campus.pk)
    others = make_mailing(at_campus.lists.get())
    make_subscribers(others.lists.get(), 3)
    assert audience_of(others).number == 4
    others.without_mailings.set([at_campus])

    assert audience_of(others).number is None
    assert preview_of(others) == []


def test_nor_by_sending_again_to_who_got_it(at_campus):
    freeze(at_campus.pk)
    again = make_mailing(at_campus.lists.get(), again_of=at_campus)

    assert audience_of(again).number is None


def test_who_comes_to_a_guarded_event_is_offered_to_nobody():
    guarded, training = make_event(is_guarded=True), make_event()
    mailing, user = make_mailing(), member("Mailers")
    offered = dict(
        pair
        for _kind, pairs in WhomForm(mailing=mailing, user=user).fields["acted"].choices
        for pair in (pairs if isinstance(pairs, list) else ())
    )

    assert f"event:{training.public_id}" in offered
    assert f"event:{guarded.public_id}" not in offered
    # An editor may put its block into a mail: it leads to the page, and names nobody.
    assert str(guarded.public_id) in str(action_choices())


def test_a_bounce_of_who_was_erased_while_it_was_sent_brings_nothing_back():
    """They may have asked to be forgotten whole: a refusal would be a fingerprint of their address."""
    news = ListFactory()
    person, mailing = make_subscriber(news, "ada@example.org"), make_mailing(news)
    row = Recipient(mailing=mailing, supporter=person, mail_list=news, language="en")
    parcel = Parcel(row, EmailMultiAlternatives(to=["ada@example.org"]))
    RecipientCourier(mailing).bounced(parcel)
    assert Refusal.objects.count() == 1

    Refusal.objects.all().delete()
    erase_supporter(supporter=person, keep_fingerprint=False, actor=Actor.the_person())
    RecipientCourier(mailing).bounced(parcel)

    assert Refusal.objects.count() == 0


def test_the_second_person_sees_where_answers_go(client):
    """Else who writes it has people answer to a mailbox of their own, and nobody notices."""
    mailing = make_mailing(sender=make_sender(reply_to="elsewhere@example.net"), needs_second=True)
    client.force_login(member("Mailers"))

    for page in ("approve", "send"):
        assert "elsewhere@example.net" in said(client.get(at(page, mailing)))
