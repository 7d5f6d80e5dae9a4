"""Every staff address of events as every role: on one's own, on another campaign's, on nothing at all."""

from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.services import allow_origin
from events.models import EventKind, Proposal, ProposedEvent
from events.services.doors import open_door_link
from events.services.embeds import offer_embed
from events.services.hosts import give_host_link
from events.services.inviting import make_invite
from events.services.proposals import confirm_proposal, propose_event
from events.staff_urls import staff_paths
from privacy.actors import Actor
from tests.events.factories import make_event, make_occurrence, make_shift, register_and_confirm
from tests.events.staff import member
from tests.petitions.embeds import make_partner

pytestmark = pytest.mark.django_db
STAFF, PERSON = Actor.system(), Actor.the_person()
NAMES = sorted({route.name for route in staff_paths()})
# Answered to a POST alone.
POSTED = {name for name in NAMES if name.startswith("chosen_")}
# A sheet of paper, the same for everybody of the staff.
PAPER = {"contact_card"}
WITHOUT_OBJECT = {"proposals", *PAPER}
VIEWING = {"overview", "pocket_card", *PAPER}
EDITING = {
    "call_off", "call_off_event", "confirm", "date_add", "date_edit", "date_remove", "guard", "move",
    "private", "repeat", "shift_add", "shift_edit", "shift_remove", "tentative",
}  # fmt: skip
DECIDING = {"proposals", "proposal_accept", "proposal_decline"}
SEEING = {"date", "date_results"}
PARTNERS = {"embeds", "embed"}
# Which sites are a partner's holds for all campaigns.
SITES = {"embed_forbid"}
# What each group may open; whoever is in none of them opens nothing.
MAY = {
    "Editors": EDITING | VIEWING,
    "Organizers": set(NAMES) - SITES,
    "Administrators": set(NAMES),
    "Moderators": DECIDING | VIEWING,
    "Data stewards": SEEING | VIEWING | PARTNERS | SITES,
    "Mailers": set(),
    "Treasurers": set(),
}


def things():
    """An event with one of everything, and the ids that its addresses name."""
    event = make_event()
    date = make_occurrence(event)
    shift = make_shift(date)
    propose_event(
        campaign=event.campaign,
        kind=EventKind.objects.first(),
        said=ProposedEvent(
            email="ada@example.org", local_start="2030-01-01T10:00", local_end="2030-01-01T12:00"
        ),
        language="en",
        actor=PERSON,
    )
    proposal = Proposal.objects.order_by("-pk").first()
    confirm_proposal(proposal=proposal, actor=PERSON)
    partner = make_partner(f"Partner of {event.pk}")
    site = allow_origin(partner=partner, address="https://union.example", actor=STAFF)
    door = open_door_link(occurrence=date, label="North", language="en", public_id=uuid4(), actor=STAFF)
    return event, {
        "event": event.public_id,
        "date": date.public_id,
        "shift": shift.public_id,
        "attendance": register_and_confirm(date, shift=shift).public_id,
        "proposal": proposal.public_id,
        "invite": make_invite(event=event, label="north", actor=STAFF)[0].public_id,
        "host": give_host_link(event=event, label="co-host", language="en", actor=STAFF).public_id,
        "door": door.public_id,
        "embed": offer_embed(event=event, partner=partner, actor=STAFF).public_id,
        "origin": site.public_id,
    }


def url_of(name, ids):
    """The address, whatever of these ids it wants."""
    [route] = [route for route in staff_paths() if route.name == name]
    wanted = route.pattern.converters
    own = {**ids, "link": ids["door" if name.startswith("door") else "host"]}
    return reverse(f"event:{name}", kwargs={key: own[key] for key in wanted})


def answer(client, name, url):
    response = client.post(url) if name in POSTED else client.get(url)
    # Wagtail sends whom it refuses to its front page; so do the deeds, which were asked for nobody.
    return "refused" if response.status_code in (302, 403) and name not in POSTED else response.status_code


def test_the_table_names_every_address():
    assert set(NAMES) >= EDITING | DECIDING | SEEING | VIEWING | POSTED


@pytest.mark.parametrize("group", sorted(MAY))
def test_each_group_opens_what_is_its_own_and_nothing_else(client, group):
    event, mine = things()
    _foreign, theirs = things()
    missing = {key: uuid4() for key in mine}
    client.force_login(member(event, group))
    everywhere = group == "Administrators"
    for name in NAMES:
        is_allowed = name in MAY[group]
        own, foreign, nothing = (answer(client, name, url_of(name, ids)) for ids in (mine, theirs, missing))
        if name in POSTED:
            # Nobody was ticked: back to the roster.
            assert own == (302 if is_allowed else own), name
            assert own in (302, 403), name
        else:
            assert own == (200 if is_allowed else "refused"), name
        if name in WITHOUT_OBJECT:
            continue
        if not is_allowed:
            assert foreign == nothing, name
            continue
        assert nothing == 404, name
        assert foreign == (own if everywhere else 404), name


def test_strangers_are_sent_to_the_login(client):
    _event, ids = things()
    answers = {client.get(url_of(name, ids)).status_code for name in NAMES if name not in POSTED}

    assert answers == {302}
