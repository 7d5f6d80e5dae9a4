"""The staff pages of events: the demo's, and what a page needs to have something on it."""

from django.urls import reverse
from django.utils import timezone

from campaigns.enums import ReportReason
from campaigns.models import Campaign, PageReport, PartnerOrigin
from campaigns.services import report_page
from events.enums import AttendanceState, MessageAudience
from events.models import (
    Attendance,
    DoorLink,
    Event,
    EventKind,
    HostLink,
    InviteCode,
    MessageWords,
    Occurrence,
    Proposal,
    ProposedEvent,
    Shift,
)
from events.services.doors import open_door_link
from events.services.embeds import offer_embed
from events.services.hosts import give_host_link
from events.services.inviting import make_invite
from events.services.messages import write_message
from events.services.proposals import confirm_proposal, propose_event
from pages.models import EventPage
from privacy.actors import Actor

STAFF = Actor.system()


def event_paths() -> list[str]:
    """An open event and a guarded one, their dates, and all that is asked about them."""
    paths = [
        reverse(f"{name}:{view}")
        for name in ("event", "event_kind", "event_agreement")
        for view in ("index", "add")
    ]
    paths.append(reverse("event_kind:edit", args=[EventKind.objects.first().pk]))
    for is_guarded in (False, True):
        dates = Occurrence.objects.on().ahead().filter(event__is_guarded=is_guarded)
        paths += paths_of(dates.select_related("event").order_by("-taken", "pk").first())
    return [*paths, *shift_paths(), *embed_paths(), *report_paths(), *proposal_paths()]


def paths_of(date: Occurrence) -> list[str]:
    """Those of one date and its event."""
    event = date.event
    of_event = (
        "overview",
        "confirm",
        "tentative",
        "call_off_event",
        "date_add",
        "repeat",
        "hosts",
        "invites",
    )
    of_date = ("date", "date_edit", "date_remove", "private", "move", "call_off", "release", "message")
    of_date += ("doors", "tally", "answers", "shift_add")
    door, host, invite = links_of(date)
    write_to(date)
    paths = [
        *(reverse(f"event:{name}", args=[event.public_id]) for name in of_event),
        *(reverse(f"event:{name}", args=[date.public_id]) for name in of_date),
        *(reverse(f"event:{name}", args=[event.pk]) for name in ("edit", "history", "usage")),
        reverse("event:door_end", args=[date.public_id, door.public_id]),
        *(reverse(f"event:host_{deed}", args=[event.public_id, host.public_id]) for deed in ("renew", "end")),
        reverse("event:invite_end", args=[event.public_id, invite.public_id]),
        reverse("event:date", args=[date.public_id], query={"state": AttendanceState.ACCEPTED}),
    ]
    if not event.is_guarded:
        paths.append(reverse("event:guard", args=[event.public_id]))
    if (row := Attendance.objects.filter(occurrence=date, sealed__isnull=False).first()) is not None:
        paths.append(reverse("event:unmask", args=[date.public_id, row.public_id]))
    return paths


def links_of(date: Occurrence) -> tuple[DoorLink, HostLink, InviteCode]:
    """One of each."""
    door = open_door_link(
        occurrence=date, label="North", language="en", public_id=date.public_id, actor=STAFF
    )
    host = give_host_link(event=date.event, label="co-host", language="en", actor=STAFF)
    invite, _code = make_invite(event=date.event, label="north", actor=STAFF)
    return door, host, invite


def write_to(date: Occurrence) -> None:
    """A message, where there is somebody to read it."""
    if Attendance.objects.accepted().filter(occurrence=date).exists():
        write_message(
            occurrence=date,
            words=MessageWords(subject="Bring water", text="It will be hot.", language="en"),
            audience=MessageAudience.ACCEPTED,
            public_id=date.public_id,
            actor=STAFF,
        )


def shift_paths() -> list[str]:
    """One of the demo's shifts, and what is asked about it."""
    shift = Shift.objects.select_related("occurrence").filter(occurrence__ends__gt=timezone.now()).first()
    one = [shift.occurrence.public_id, shift.public_id]
    return [reverse(f"event:{name}", args=one) for name in ("shift_edit", "shift_remove")]


def embed_paths() -> list[str]:
    """An open event's form on the pages of the demo's partner, with a site, and what is asked about both."""
    origin = PartnerOrigin.objects.select_related("partner").order_by("pk").first()
    event = Event.objects.filter(is_guarded=False).order_by("pk").first()
    embed = offer_embed(event=event, partner=origin.partner, actor=STAFF)
    one = [event.public_id, embed.public_id]
    return [
        reverse("event:embeds", args=one[:1]),
        *(reverse(f"event:{name}", args=one) for name in ("embed", "embed_end", "embed_resume")),
        reverse("event:embed_forbid", args=[*one, origin.public_id]),
    ]


def report_paths() -> list[str]:
    """What somebody finds wrong with an event's page."""
    page = EventPage.objects.live().order_by("pk").first()
    said = {"reason": ReportReason.BROKEN, "text": "The map does not open", "language": "en"}
    report_page(page_key=page.translation_key, campaign=page.event.campaign, **said, actor=STAFF)
    report = PageReport.objects.get()
    deeds = [reverse(f"page_report:{deed}", args=[report.public_id]) for deed in ("done", "dismiss")]
    return [reverse("page_report:index"), *deeds]


def proposal_paths() -> list[str]:
    """Something that looks like a home, confirmed by mail."""
    propose_event(
        campaign=Campaign.objects.order_by("pk").first(),
        kind=EventKind.objects.order_by("position").first(),
        said=ProposedEvent(
            email="axe@example.org",
            title="Letter writing",
            words="We write to the council.",
            venue="My house",
            address="12 Oak Street",
            locality="Oakland",
            zone="America/Los_Angeles",
            local_start="2030-05-01T18:00",
            local_end="2030-05-01T20:00",
        ),
        language="en",
        actor=Actor.the_person(),
    )
    proposal = Proposal.objects.get()
    confirm_proposal(proposal=proposal, actor=Actor.the_person())
    decide = [reverse(f"event:proposal_{deed}", args=[proposal.public_id]) for deed in ("accept", "decline")]
    return [reverse("event:proposals"), *decide]
