""" "Host your own": proposed by anybody, confirmed by mail, decided on by staff, gone afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import CampaignState
from campaigns.gate import HONEYPOT
from events.enums import DeclineReason, EventState, ProposalState
from events.exceptions import ProposalGone
from events.homes import marks_of
from events.jobs.proposals import enforce_proposals, expire_proposals
from events.models import Event, HostLink, Proposal, ProposedEvent
from events.services.proposals import accept_proposal, confirm_proposal, decline_proposal
from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.links import Purpose, make_link_token
from supporters.models import Supporter
from tests.campaigns.factories import make_campaign
from tests.events.factories import make_event, make_kind
from tests.events.staff import cost_of, member

pytestmark = pytest.mark.django_db
STAFF, PERSON = Actor.system(), Actor.the_person()


@pytest.fixture
def campaign(db):
    campaign = make_campaign()
    type(campaign).objects.filter(pk=campaign.pk).update(state=CampaignState.ACTIVE)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def kind(db):
    return make_kind("Meeting")


def typed(of_kind, /, **said):
    day = (timezone.now() + timedelta(days=20)).date()
    return {
        "kind": str(of_kind.public_id),
        "title": "Letter writing",
        "words": "We write to the council. Bring a pen.",
        "venue": "Main Library",
        "address": "1 Main Street",
        "locality": "Oakland",
        "region": "CA",
        "day": day.isoformat(),
        "begins": "18:00",
        "ends": "20:00",
        "zone": "America/Los_Angeles",
        "is_public": "on",
        "given_name": "Ada",
        "email": "ada@example.org",
        "lang": "en",
        **said,
    }


@pytest.fixture
def propose(client, campaign, kind):
    def post(**said):
        url = reverse("countersign_host", args=[campaign.public_id])
        return client.post(url, typed(kind, **said), headers={"sec-fetch-site": "same-origin"})

    return post


def only() -> Proposal:
    return Proposal.objects.select_related("campaign", "kind").get()


def link(name, purpose):
    return reverse(name, args=[make_link_token(purpose, only().public_id)])


def confirmed(propose, **said) -> Proposal:
    propose(**said)
    proposal = Proposal.objects.select_related("campaign", "kind").order_by("-pk").first()
    confirm_proposal(proposal=proposal, actor=PERSON)
    proposal.refresh_from_db()
    return proposal


# --- the form --------------------------------------------------------------------------------------


def test_the_form_is_a_page_without_cookie_or_token(client, campaign):
    page = client.get(reverse("countersign_host", args=[campaign.public_id]))

    assert (page.status_code, dict(page.cookies)) == (200, {})
    assert "csrfmiddlewaretoken" not in page.text
    assert reverse("countersign_house_rules") in page.text


def test_what_is_proposed_is_sealed_and_mailed_and_nobody_is_made(propose, campaign, kind):
    answer = propose()

    thanks = reverse("countersign_host_thanks", args=[campaign.public_id])
    assert (answer.status_code, answer.url) == (303, f"{thanks}?lang=en")
    proposal = only()
    assert (proposal.state, proposal.kind, proposal.campaign) == (ProposalState.PENDING, kind, campaign)
    assert proposal.unseal().venue == "Main Library"
    assert b"Library" not in bytes(proposal.sealed)
    assert (Supporter.objects.count(), Event.objects.count()) == (0, 0)
    [letter] = Letter.objects.all()
    recipient, content = write(kind_of(letter.kind), letter)
    assert recipient.address == "ada@example.org"
    for word in ("Letter writing", "Library", "Ada", "council"):
        assert word not in content.text + content.subject


def test_a_program_gets_the_same_thanks_and_nothing_is_kept(propose):
    assert propose(**{HONEYPOT: "x"}).status_code == 303
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"is_public": ""}, "never at a home"),
        ({"title": ""}, "Give it a name"),
        ({"day": "yesterday"}, "This is not a day"),
        ({"day": "2020-01-01"}, "two days from now"),
        ({"day": "2099-01-01"}, "twelve months"),
        ({"ends": "18:00"}, "ends when it begins"),
        ({"kind": "nothing"}, "Choose one of the list"),
        ({"email": "nobody"}, "not an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(propose, said, words):
    page = propose(**said)

    assert page.status_code == 422
    assert words in page.text
    assert "Main Library" in page.text
    assert Proposal.objects.count() == 0


def test_a_campaign_that_is_over_takes_no_ideas(client, campaign):
    type(campaign).objects.filter(pk=campaign.pk).update(state=CampaignState.CLOSED)

    assert client.get(reverse("countersign_host", args=[campaign.public_id])).status_code == 404


def test_a_form_of_another_site_is_turned_away(client, campaign, kind):
    url = reverse("countersign_host", args=[campaign.public_id])
    answer = client.post(url, typed(kind), headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert Proposal.objects.count() == 0


def test_one_address_sends_three_a_day_and_learns_nothing_of_it(propose):
    answers = [propose(title=f"Idea {number}").status_code for number in range(5)]

    assert answers == [303] * 5
    assert Proposal.objects.count() == 3


# --- the links in the mail -------------------------------------------------------------------------


def test_only_the_button_puts_it_before_the_moderators(propose, client):
    propose()
    url = link("countersign_proposal_confirm", Purpose.CONFIRM)
    assert "Confirm your idea" in client.get(url).text
    assert only().state == ProposalState.PENDING

    assert "answers by mail" in client.post(url).text
    assert (only().state, only().expires_at) == (ProposalState.WAITING, None)
    assert "answers by mail" in client.post(url).text


def test_it_was_not_me_removes_all(propose, client):
    propose()
    url = link("countersign_proposal_not_me", Purpose.NOT_ME)
    client.get(url)
    assert Proposal.objects.count() == 1

    client.post(url)
    assert Proposal.objects.count() == 0
    assert client.post(url).status_code == 200


@pytest.mark.parametrize("token", ["altered", "of another purpose"])
def test_a_link_that_is_none_of_ours_is_told_nothing_was_removed(client, db, token):
    if token != "altered":
        token = make_link_token(Purpose.CONFIRM, uuid4())
    url = reverse("countersign_proposal_not_me", args=[token])

    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)


def test_what_is_not_confirmed_is_gone_after_seven_days(propose, client):
    propose()
    url = link("countersign_proposal_confirm", Purpose.CONFIRM)
    Proposal.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.post(url).status_code == 410
    assert expire_proposals() == 1
    assert Proposal.objects.count() == 0


def test_what_nobody_decides_on_is_gone_after_thirty_days(propose):
    confirmed(propose)
    assert enforce_proposals(utc_today()) == 0
    assert enforce_proposals(utc_today() + timedelta(days=1)) == 1


# --- moderation ------------------------------------------------------------------------------------


@pytest.fixture
def moderator(client, campaign):
    client.force_login(member(make_event(campaign=campaign), "Moderators", name="moderator"))
    return client


def decide(name, proposal):
    return reverse(f"event:proposal_{name}", args=[proposal.public_id])


def test_the_queue_shows_what_was_confirmed_and_no_address(propose, moderator):
    propose(title="Not confirmed")
    confirmed(propose, email="bo@example.org")
    text = moderator.get(reverse("event:proposals")).text

    assert ("Letter writing" in text, "Not confirmed" in text, "bo@example.org" in text) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("place", "is_marked"),
    [
        ({"venue": "My house", "address": "12 Oak Street"}, True),
        ({"venue": "En mi casa", "address": ""}, True),
        ({"venue": "Oak Street 12, apt 4B", "address": ""}, True),
        ({"venue": "Meet-up", "address": "12 Oak Street"}, True),
        ({"venue": "Main Library", "address": "12 Oak Street"}, False),
        ({"venue": "Casa de la Cultura", "address": "Calle Luna 12"}, False),
        ({"venue": "Café Luna", "address": "300 Mission St"}, False),
    ],
)
def test_the_queue_marks_what_looks_like_a_home(propose, moderator, place, is_marked):
    confirmed(propose, **place)
    text = moderator.get(reverse("event:proposals")).text

    assert ("help-warning" in text) == is_marked


def test_words_about_somebodys_status_are_marked():
    assert len(marks_of(place=["Main Library"], words=["For people who are undocumented"])) == 1
    assert marks_of(place=["Main Library"], words=["Immigrant rights, ICE out of our city"]) == []


def test_accepting_makes_a_draft_and_gives_its_writer_a_link(propose, moderator):
    proposal = confirmed(propose)
    page = moderator.post(decide("accept", proposal), {"name": "Letters"})
    assert page.status_code == 422

    moderator.post(decide("accept", proposal), {"name": "Letters", "is_place_public": "on"})
    event = Event.objects.get(name="Letters")
    [date] = event.occurrences.all()
    assert (event.state, event.venue, event.is_place_public) == (
        EventState.DRAFT,
        {"en": "Main Library"},
        True,
    )
    assert (event.what_will_happen["en"][:8], date.local_start.hour) == ("We write", 18)
    assert HostLink.objects.get().unseal().email == "ada@example.org"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.event) == (ProposalState.ACCEPTED, event)


def test_of_a_guarded_kind_only_the_city_is_taken_over(propose, moderator):
    proposal = confirmed(propose, kind=str(make_kind("Flyering", is_guarded=True).public_id))
    moderator.post(decide("accept", proposal), {"name": "Flyers", "is_place_public": "on"})

    event = Event.objects.get(name="Flyers")
    assert (event.is_guarded, event.venue, event.address, event.locality) == (True, {}, "", "Oakland")


def test_declining_says_why_in_words_of_ours_and_forgets_what_was_typed(propose, moderator):
    proposal = confirmed(propose)
    moderator.post(decide("decline", proposal), {"reason": "home"})
    letter = Letter.objects.get(kind="events.proposal_declined")
    kind = kind_of(letter.kind)
    _recipient, content = write(kind, letter)
    assert "somebody’s home" in content.text

    kind.settled([proposal.public_id])
    proposal.refresh_from_db()
    assert (proposal.state, proposal.sealed, proposal.subject_id) == (ProposalState.DECLINED, None, None)


def test_of_two_moderators_one_is_told(propose):
    proposal = confirmed(propose)
    decline_proposal(proposal=proposal, reason=DeclineReason.RULES, actor=STAFF)
    with pytest.raises(ProposalGone):
        accept_proposal(proposal=proposal, name="Late", is_place_public=True, actor=STAFF)
    assert Event.objects.count() == 0


def test_proposals_of_other_campaigns_are_not_to_be_seen(propose, client):
    proposal = confirmed(propose)
    client.force_login(member(make_event(), "Moderators", name="elsewhere"))

    assert "Letter writing" not in client.get(reverse("event:proposals")).text
    assert client.get(decide("accept", proposal)).status_code == 404


def test_the_queue_costs_the_same_for_one_and_for_three(propose, moderator):
    confirmed(propose)
    few = cost_of(moderator, reverse("event:proposals"))
    for number in range(2):
        confirmed(propose, email=f"{number}@example.org")

    assert cost_of(moderator, reverse("event:proposals")) == few


def test_the_front_page_says_how_many_wait(propose, moderator):
    assert "proposed event waits" not in moderator.get("/admin/").text
    confirmed(propose)

    assert "1 proposed event waits" in moderator.get("/admin/").text


def test_what_was_typed_has_no_repr():
    assert "ada@" not in repr(ProposedEvent(email="ada@example.org"))


def test_the_list_leads_to_the_form_of_the_one_campaign_or_asks_which(client, campaign):
    choice = reverse("countersign_host_choice")
    assert choice in client.get(reverse("countersign_events")).text
    assert client.get(f"{choice}?lang=en").url.startswith(
        reverse("countersign_host", args=[campaign.public_id])
    )

    other = make_campaign()
    type(other).objects.filter(pk=other.pk).update(state=CampaignState.ACTIVE)
    text = client.get(choice).text
    assert all(reverse("countersign_host", args=[one.public_id]) in text for one in (campaign, other))
