"""The public pages of events: Wagtail's, the list, the month, and those behind people's own links."""

from urllib.parse import urlencode

from django.urls import reverse

from events.embed_links import embed_path
from events.enums import AttendanceState, OccurrenceState
from events.models import Attendance, Event, EventKind, Occurrence
from events.own_links import own_path
from events.selectors.rules import forget_rules
from events.services.changing import cancel_attendance
from events.services.embeds import offer_embed
from pages.models import EventPage, EventsPage
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.links import Purpose, make_link_token
from supporters.models import Partner
from tests.events.factories import register, register_and_confirm


def event_pages(language: str) -> list[str]:
    """The list of events and each one's page, with its thank-you."""
    pages = EventPage.objects.live().filter(locale__language_code=language)
    found = [page.get_url_parts()[2] for page in pages]
    listings = EventsPage.objects.live().filter(locale__language_code=language)
    return [
        *(page.get_url_parts()[2] for page in listings),
        *found,
        *(f"{path}thanks/" for path in found),
    ]


def event_doors(language: str) -> list[str]:
    """The list with and without what is looked for, the month, and what stands behind links."""
    today = utc_today()
    later = (today.replace(day=1)).replace(year=today.year + 1)
    find = reverse("countersign_events")
    event = Event.objects.filter(is_guarded=False).order_by("pk").first()
    return [
        find,
        f"{find}?{urlencode({'kind': EventKind.objects.first().public_id, 'region': 'CA', 'online': '1'})}",
        f"{find}?region=ZZ",
        reverse("countersign_events_month", args=[today.year, today.month]),
        reverse("countersign_events_month", args=[later.year, later.month]),
        reverse("countersign_event_thanks", args=[event.public_id]),
        *partners_pages(event),
        *report_of(EventPage.objects.live().filter(locale__language_code=language).first()),
        *pages_behind_own_links(language),
    ]


def report_of(page: EventPage) -> list[str]:
    """Its form "report this page", and the thank-you."""
    return [
        reverse(name, args=[page.translation_key])
        for name in ("countersign_page_report", "countersign_page_report_thanks")
    ]


def partners_pages(event: Event) -> list[str]:
    """The form on a partner's page, with its thank-you."""
    partner = Partner.objects.order_by("pk").first()
    embed = offer_embed(event=event, partner=partner, actor=Actor.system())
    return [embed_path(embed), embed_path(embed, view="countersign_event_embed_thanks")]


def pages_behind_own_links(language: str) -> list[str]:
    """The buttons of the first mail; one's own sign-up in every standing; a date that was called off."""
    training, guarded = (
        Occurrence.objects.filter(event__is_guarded=is_guarded, event__occurrences__capacity=capacity)
        .order_by("starts")
        .first()
        for is_guarded, capacity in ((False, 30), (True, None))
    )
    Event.objects.filter(pk=training.event_id).update(max_guests=2)
    forget_rules()
    waiting = register(training, f"axe.pending.{language}@example.org", language=language)
    purposes = {"confirm": Purpose.CONFIRM, "not_me": Purpose.NOT_ME, "no_reminders": Purpose.UNSUBSCRIBE}
    links = [
        reverse(f"countersign_event_{name}", args=[make_link_token(purpose, waiting.public_id)])
        for name, purpose in purposes.items()
    ]
    accepted = register_and_confirm(training, f"axe.a.{language}@example.org", language=language)
    nameless = register(guarded, "", language=language, said={"given_name": "", "family_name": ""})
    cancelled = register_and_confirm(training, f"axe.c.{language}@example.org", language=language)
    path = own_path(cancelled)
    cancel_attendance(attendance=cancelled, actor=Actor.the_person())
    in_line = register_and_confirm(training, f"axe.w.{language}@example.org", language=language)
    rows = Attendance.objects.filter(pk=in_line.pk)
    rows.update(state=AttendanceState.WAITLISTED, has_place=False, position=9000 + in_line.pk)
    off = Occurrence.objects.on().filter(event=training.event).order_by("-starts").first()
    told = register_and_confirm(off, f"axe.o.{language}@example.org", language=language)
    Occurrence.objects.filter(pk=off.pk).update(state=OccurrenceState.CANCELLED)
    forget_rules()
    altered = reverse("countersign_own", args=["altered"])
    return [*links, *(own_path(one) for one in (accepted, nameless, in_line, told)), path, altered]
