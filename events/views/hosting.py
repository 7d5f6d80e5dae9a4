"""What a host without an account does behind a private link, limited to one event.

Who comes is shown masked, of a guarded event by alias alone. A GET shows, a POST acts, each deed at an
address of its own; nothing is kept in any cache.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import NEVER, clear_page, form_door, posted_uuid, see_other
from campaigns.languages import speak, speaks
from events.door_links import door_url
from events.exceptions import AttendanceGone, LinkEnded, NotThatState, OccurrenceFull, OccurrenceOver
from events.models import Attendance, DoorLink, HostLink, Occurrence
from events.selectors.doors import doors_of, people_with_names
from events.selectors.hosts import host_link, hosted_date, hosted_dates, undecided_of
from events.services.deciding import accept_attendance, decline_attendance
from events.services.doors import count_walk_ins, end_door_link, open_door_link
from events.services.moving import call_off
from events.spoken import when_of
from events.views.pages import missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.cleaning import clean_line
from privacy.exceptions import LinkBroken

# Whoever holds the link acts for the organizers; there is no account to name.
HOST = Actor.the_person()
MOST_DOORS = 20
# What the page says after a deed; the word stands in the address.
SAID = ("accepted", "declined", "full", "gone", "door", "ended", "counted", "misread", "unsure")
TALLY_ROWS, TALLY_BOXES = 40, 10


def for_host(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view ``link`` for the token in its address, and ``date`` where one stands in it.

    404 for a token that is not ours; 410 for what was ended or is over, and for dates of other events.
    """

    @wraps(view)
    def within(request: HttpRequest, token: str, date_id: UUID | None = None) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            link = host_link(token)
            speak(request, link.language)
            more: dict[str, Any] = {} if date_id is None else {"date": hosted_date(link.event, date_id)}
            response = view(request, token, link=link, **more)
        except LinkBroken:
            response = missing_page(request)
        except LinkEnded:
            response = clear_page(
                request,
                410,
                _("This link has ended"),
                _("Private links last until a day after the event. Ask the organizers for another."),
            )
        response["Cache-Control"] = NEVER
        return response

    return within


@audience(Audience.LINK)
@require_safe
@speaks
@for_host
def host(request: HttpRequest, token: str, *, link: HostLink) -> HttpResponse:
    """The dates of the event, and how many come."""
    dates = [
        {"date": date, "when": when_of(date), "url": _url("date", token, date)}
        for date in hosted_dates(link.event)
    ]
    context = {"event": link.event, "dates": dates, "ends": link.ends}
    return TemplateResponse(request, "events/hosting/event.html", context)


@audience(Audience.LINK)
@require_safe
@speaks
@for_host
def host_date(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """One date: who waits for an answer, the doors, the tally, and the way to call it off."""
    said = request.GET.get("said", "")
    doors = doors_of(date)[:MOST_DOORS]
    context = {
        "date": date,
        "event": link.event,
        "when": when_of(date),
        "said": said if said in SAID else "",
        "undecided": undecided_of(date),
        "shifts": date.shifts.all(),
        "doors": [(door, door_url(door)) for door in doors],
        "has_doors": link.event.has_door or bool(doors),
        "new_door": uuid4(),
        "deed": uuid4(),
        "back_url": _url("", token),
        "urls": {
            name: _url(name, token, date)
            for name in ("accept", "decline", "door", "end_door", "count", "call_off", "paper")
        },
    }
    return TemplateResponse(request, "events/hosting/date.html", context)


@audience(Audience.LINK)
@require_safe
@speaks
@for_host
def host_paper(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """To print: first names to tick at an open event's door; else boxes to cross, one a person."""
    context = {
        "event": link.event,
        "when": when_of(date),
        "people": people_with_names(date),
        "rows": range(TALLY_ROWS),
        "boxes": range(TALLY_BOXES),
        "is_guarded": date.is_guarded,
    }
    return TemplateResponse(request, "events/hosting/paper.html", context)


@audience(Audience.LINK)
@form_door
@for_host
def host_accept(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """Say yes to a sign-up of this date."""
    try:
        accept_attendance(attendance=_attendance(request, date), actor=HOST)
    except OccurrenceFull:
        return _back(token, date, "full")
    except (AttendanceGone, OccurrenceOver):
        return _back(token, date, "gone")
    return _back(token, date, "accepted")


@audience(Audience.LINK)
@form_door
@for_host
def host_decline(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """Say no to a sign-up of this date."""
    try:
        declined = decline_attendance(attendance=_attendance(request, date), actor=HOST)
    except AttendanceGone:
        declined = False
    return _back(token, date, "declined" if declined else "gone")


@audience(Audience.LINK)
@form_door
@for_host
def host_door(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """One more link for a volunteer at the door."""
    if DoorLink.objects.filter(occurrence=date).count() >= MOST_DOORS:
        return _back(token, date, "gone")
    try:
        open_door_link(
            occurrence=date,
            label=clean_line(request.POST.get("label", "")[:200])[:60],
            language=get_language() or link.language,
            public_id=posted_uuid(request, "door") or uuid4(),
            actor=HOST,
        )
    except (OccurrenceOver, LinkEnded):
        return _back(token, date, "gone")
    return _back(token, date, "door")


@audience(Audience.LINK)
@form_door
@for_host
def host_end_door(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """End a volunteer's link at once."""
    key = posted_uuid(request, "door")
    found = DoorLink.objects.filter(occurrence=date, public_id=key).first() if key is not None else None
    try:
        if found is not None:
            end_door_link(link=found, actor=HOST)
    except LinkEnded:
        return _back(token, date, "gone")
    return _back(token, date, "ended")


@audience(Audience.LINK)
@form_door
@for_host
def host_count(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """Add a paper tally to the count of those who came."""
    deed = posted_uuid(request, "deed") or uuid4()
    try:
        number = int(request.POST.get("number", "")[:4])
        count_walk_ins(occurrence=date, number=number, deed=deed, actor=HOST)
    except ValueError:
        return _back(token, date, "misread")
    return _back(token, date, "counted")


@audience(Audience.LINK)
@form_door
@for_host
def host_call_off(request: HttpRequest, token: str, *, link: HostLink, date: Occurrence) -> HttpResponse:
    """Call the date off, and tell everybody at once; the box has to be ticked."""
    if "sure" not in request.POST:
        return _back(token, date, "unsure")
    try:
        call_off(occurrence=date, actor=HOST)
    except NotThatState:
        # A colleague was first: it is off, as was wished.
        pass
    except OccurrenceOver:
        return _back(token, date, "gone")
    return _back(token, date, "")


def _attendance(request: HttpRequest, date: Occurrence) -> Attendance:
    rows = Attendance.objects.select_related("occurrence__event__campaign").filter(occurrence=date)
    key = posted_uuid(request, "person")
    found = rows.filter(public_id=key).first() if key is not None else None
    if found is None:
        raise AttendanceGone
    return found


def _url(name: str, token: str, date: Occurrence | None = None) -> str:
    view = f"countersign_hosting_{name}" if name else "countersign_hosting"
    args: list[object] = [token] if date is None else [token, date.public_id]
    return f"{reverse(view, args=args)}?lang={get_language() or ''}"


def _back(token: str, date: Occurrence, said: str) -> HttpResponse:
    return see_other(f"{_url('date', token, date)}{f'&said={said}' if said else ''}")
