"""What those would try who carry our mail, and those who would have us mail somebody else."""

import base64
import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from campaigns.domains import forget_domains
from campaigns.enums import DomainStanding, TargetKind
from events.door_links import door_token
from events.enums import DeclineReason
from events.exceptions import NeverMailed
from events.host_links import host_token
from events.jobs.reminders import remind_due
from events.letters import link_of
from events.models import (
    Attendance,
    DoorLink,
    Event,
    HostLink,
    Proposal,
    ProposedEvent,
)
from events.own_links import own_token
from events.proposal_form import kind_choices
from events.services.changing import cancel_attendance
from events.services.deciding import decline_attendance, let_through
from events.services.doors import open_door_link
from events.services.guarding import guard_event
from events.services.hosts import give_host_link, renew_host_link
from events.services.proposals import accept_proposal, decline_proposal, propose_event
from outbox.models import Letter
from privacy.actors import Actor
from privacy.links import Purpose
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_campaign, make_target
from tests.events.factories import (
    fresh,
    make_event,
    make_kind,
    make_occurrence,
    register,
    register_and_confirm,
)

SYSTEM = Actor.system()
SAYS = {
    "what_will_happen": LocalizedText(en="We stand there."),
    "risk": "pavement",
    "contact": LocalizedText(en="Us"),
}
pytestmark = pytest.mark.django_db


def end_in(token: str) -> bytes:
    """What everybody can read of when a token runs out."""
    return token_bytes(token)[3:7]


def token_bytes(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def recipient_link(text: str) -> str:
    return re.findall(r"https?://\S+/do/\S+", text)[0]


def make_door(occurrence) -> DoorLink:
    return open_door_link(occurrence=occurrence, label="", language="en", public_id=uuid4(), actor=SYSTEM)


# What a link says to whoever carries it


def test_no_link_of_a_guarded_date_says_when_it_is():
    soon, later = (
        make_occurrence(make_event(is_guarded=True), starts_in=timedelta(days=days)) for days in (2, 20)
    )
    with time_machine.travel(timezone.now(), tick=False):
        told = [
            (
                end_in(own_token(fresh(register(one, "")))),
                end_in(door_token(make_door(one))),
                end_in(host_token(give_host_link(event=one.event, label="", language="en", actor=SYSTEM))),
            )
            for one in (soon, later)
        ]

    assert told[0] == told[1]


# Whoever carries mail


def test_a_school_that_reads_along_is_not_told_to_what_somebody_goes():
    event = make_event()
    tokens = []
    for days in (2, 20):
        row = fresh(
            register(make_occurrence(event, starts_in=timedelta(days=days)), standing=DomainStanding.CAMPUS)
        )
        tokens.append(link_of(row, Purpose.NOT_ME).rsplit("/", 2)[1])
        tokens.append(own_token(row))

    assert end_in(tokens[1]) == end_in(tokens[3])
    assert [event.public_id.bytes in token_bytes(token) for token in tokens] == [False] * 4


def test_a_school_address_at_a_guarded_date_gets_the_one_mail_it_was_promised(letters):
    date = make_occurrence(make_event(is_guarded=True), capacity=1)
    first = register_and_confirm(date, "bo@example.org")
    campus = register_and_confirm(date, "ada@berkeley.edu", standing=DomainStanding.CAMPUS)
    assert campus.state == "waitlisted"
    cancel_attendance(attendance=first, actor=SYSTEM)

    after = fresh(campus)
    assert (after.state, after.has_place) == ("accepted", True)
    about = Letter.objects.filter(ref_id=campus.public_id)
    assert list(about.values_list("kind", flat=True)) == ["events.guarded_confirm"]


def test_reminders_of_a_guarded_date_come_at_no_hour_that_tells_it():
    guarded = make_occurrence(make_event(is_guarded=True), starts_in=timedelta(hours=23))
    training = make_occurrence(starts_in=timedelta(hours=23))
    for date in (guarded, training):
        for number in range(4):
            register_and_confirm(date, f"ada{number}@example.org")
    Attendance.objects.update(created=timezone.now().date() - timedelta(days=3))
    Letter.objects.all().delete()

    assert remind_due() == 8

    due = list(Letter.objects.filter(kind="events.guarded").values_list("due", flat=True))
    spread = [one - timezone.now() for one in due]
    assert (len(set(due)), max(spread) < timedelta(hours=6)) == (4, True)
    assert set(Letter.objects.filter(kind="events.reminder").values_list("due", flat=True)) == {None}


def test_a_hosts_letter_that_waited_while_its_event_became_guarded_goes_by_no_common_server(letters):
    event = make_occurrence(make_event(**SAYS)).event
    link = give_host_link(event=event, label="", language="en", address="ada@example.org", actor=SYSTEM)
    guard_event(event=Event.objects.get(), actor=SYSTEM)
    waited = letters()
    renew_host_link(link=HostLink.objects.get(pk=link.pk), actor=SYSTEM)

    assert (waited, [kind for kind, *_rest in letters()]) == ([], ["events.host_guarded"])


# Mail to somebody who never asked


def test_declining_an_address_that_nobody_confirmed_writes_to_nobody():
    date = make_occurrence()
    attendance = fresh(register(date, "victim@example.org"))
    Letter.objects.all().delete()

    assert decline_attendance(attendance=attendance, actor=SYSTEM)

    assert Letter.objects.count() == 0
    after = fresh(attendance)
    assert (after.state, after.sealed, after.has_address) == ("declined", None, False)


def test_an_address_of_the_targets_own_is_not_let_through():
    make_target(TargetKind.VENDOR, "vendor.example")
    forget_domains()
    row = fresh(register(make_occurrence(), "eve@vendor.example", standing=DomainStanding.TARGET))

    with pytest.raises(NeverMailed):
        let_through(attendance=row, actor=SYSTEM)

    assert (fresh(row).is_quarantined, Letter.objects.count()) == (True, 0)


def test_whoever_would_host_a_direct_action_is_named_to_no_mail_provider(client, letters, after_commit):
    campaign = make_campaign(title="Airport walk-out")
    kind = make_kind("Flyering", is_guarded=True)
    said = ProposedEvent(email="ada@example.org", title="Gate 4", words="We hand out flyers.")
    propose_event(campaign=campaign, kind=kind, said=said, language="en", actor=SYSTEM)
    [(_kind, recipient, first)] = letters()
    path = urlsplit(recipient_link(first.text)).path
    client.post(path)
    Letter.objects.all().delete()
    decline_proposal(proposal=Proposal.objects.get(), reason=DeclineReason.DAY, actor=SYSTEM)
    [(_kind, _recipient, second)] = letters()

    own = fresh(register(make_occurrence(make_event(is_guarded=True)), "bo@example.org"))
    Letter.objects.exclude(ref_id=own.public_id).delete()
    [(_kind, _recipient, guests)] = letters()
    texts = [one.text.replace(recipient_link(one.text), "") for one in (first, second, guests)]
    assert (recipient.address, len(set(texts))) == ("ada@example.org", 1)
    assert len({one.subject for one in (first, second, guests)}) == 1
    assert [word for word in ("event", "host", "proposal") if word in path] == []
    assert "not enough time" in client.get(path).content.decode()


def test_of_a_direct_action_that_is_accepted_its_host_gets_the_private_link_alone(after_commit):
    said = ProposedEvent(
        email="ada@example.org",
        title="Gate 4",
        words="We hand out flyers.",
        zone="America/New_York",
        local_start=f"{timezone.now() + timedelta(days=9):%Y-%m-%d}T18:00",
        local_end=f"{timezone.now() + timedelta(days=9):%Y-%m-%d}T19:00",
    )
    kind = make_kind("Flyering", is_guarded=True)
    propose_event(campaign=make_campaign(), kind=kind, said=said, language="en", actor=SYSTEM)
    Letter.objects.all().delete()
    Proposal.objects.update(state="waiting", expires_at=None)

    with after_commit():
        accept_proposal(proposal=Proposal.objects.get(), name="Gate", is_place_public=True, actor=SYSTEM)

    assert list(Letter.objects.values_list("kind", flat=True)) == ["events.host_guarded"]
    assert Proposal.objects.get().sealed is None


def test_without_its_own_mail_server_nobody_proposes_a_direct_action(settings):
    guarded, circle = make_kind("Flyering", is_guarded=True), make_kind("Listening circle")
    offered = []
    for mailers in (settings.MAILERS, {"default": settings.MAILERS["default"]}):
        settings.MAILERS = mailers
        known = dict(kind_choices())
        offered.append([str(one.public_id) in known for one in (guarded, circle)])

    assert offered == [[True, True], [False, True]]
