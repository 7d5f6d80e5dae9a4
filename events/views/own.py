"""One's own sign-up, behind its link: where it stands, the code, and what one can do about it.

A GET shows, a POST acts, each deed at an address of its own; nothing is kept in any cache.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import clear_page, form_door, see_other
from campaigns.languages import speaks
from events.calendar_words import web_calendars
from events.codes import shown_code, spoken_code
from events.enums import COMING, AttendanceState
from events.exceptions import (
    AttendanceGone,
    EventMissing,
    OccurrenceFull,
    OccurrenceOver,
    PlaceGone,
    RegistrationClosed,
    ShiftGone,
    TooManyGuests,
)
from events.forms import ChangeForm
from events.jobs.messages import messages_to
from events.models import Attendance
from events.next_steps import next_steps
from events.own_links import own_path
from events.selectors.own import is_shown_by_now, offers_private, ticket_code
from events.selectors.rules import event_rules
from events.services.changing import accept_promoted, cancel_attendance, change_attendance
from events.services.confirming import confirm_attendance
from events.views.calendars import calendar_file
from events.views.pages import closed_page, way_to
from events.views.private import behind_own_link
from privacy.actors import Actor
from privacy.audiences import Audience, audience

PERSON = Actor.the_person()
# So long before the end of a deadline the page says how little is left.
HOUR = timedelta(hours=1)


@audience(Audience.LINK)
@require_safe
@speaks
@behind_own_link
def own(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Where it stands, with its code and the buttons there are."""
    if attendance.state == AttendanceState.CANCELLED:
        return cancelled_page(request, attendance)
    return _draw(request, attendance)


@audience(Audience.LINK)
@form_door
@behind_own_link
def own_confirm(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Say yes to what was typed: for sign-ups whose mail holds the one link."""
    try:
        attendance = confirm_attendance(attendance=attendance, actor=PERSON)
    except RegistrationClosed:
        return closed_page(request, attendance.occurrence.event)
    return _back(attendance)


@audience(Audience.LINK)
@form_door
@behind_own_link
def own_accept(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Say yes to a place from the waiting list."""
    try:
        accept_promoted(attendance=attendance, actor=PERSON)
    except PlaceGone:
        return clear_page(
            request,
            410,
            _("This place has gone to the next person"),
            _("The time to answer is over. If another place comes free, we write to whoever waits then."),
            way_on=own_path(attendance, language=get_language() or ""),
            way_on_label=_("To my sign-up"),
        )
    return _back(attendance)


@audience(Audience.LINK)
@form_door
@behind_own_link
def own_change(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Another shift, or how many come along. Refused, everything stays as it was: 422 with the reason."""
    form = _change_form(attendance, request.POST)
    if form is None:
        return closed_page(request, attendance.occurrence.event)
    if not form.is_valid():
        return _draw(request, attendance, form=form, status=422)
    part = form.parts.get(form.cleaned_data.get("part", ""))
    try:
        change_attendance(
            attendance=attendance,
            guests=form.chosen_guests(attendance.guests),
            shift=part.shift if part is not None else attendance.shift,
            actor=PERSON,
        )
    except OccurrenceFull:
        form.add_error(None, _("So many places are not free. Nothing was changed: you keep what you have."))
    except (ShiftGone, TooManyGuests):
        form.add_error(None, _("This is not offered any more. Nothing was changed."))
    except OccurrenceOver:
        return closed_page(request, attendance.occurrence.event)
    else:
        return _back(attendance)
    return _draw(request, attendance, form=form, status=422)


@audience(Audience.LINK)
@form_door
@behind_own_link
def own_cancel(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Take it back: what was typed goes at once, the place to the next."""
    cancel_attendance(attendance=attendance, actor=PERSON)
    return _back(attendance)


@audience(Audience.LINK)
@require_safe
@speaks
@behind_own_link
def own_calendar(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """The date for one's own calendar: what stands on the page for everybody, and nothing of whose it is."""
    if attendance.state not in COMING:
        raise AttendanceGone
    return calendar_file([attendance.occurrence], "date")


def cancelled_page(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """200: it was taken back; the same however often one looks."""
    event = attendance.occurrence.event
    return clear_page(
        request,
        200,
        _("Your sign-up is cancelled"),
        _("What you typed is deleted. If you change your mind, sign up again."),
        **way_to(event, _("Back to the event")),
    )


def _back(attendance: Attendance) -> HttpResponse:
    return see_other(own_path(attendance, language=get_language() or ""))


def _change_form(attendance: Attendance, data: Any = None) -> ChangeForm | None:
    """None where nothing can be changed: there are neither shifts nor guests, or the date is over."""
    occurrence = attendance.occurrence
    if attendance.state not in COMING or not occurrence.takes_registrations:
        return None
    try:
        rules = event_rules(occurrence.event.public_id)
    except EventMissing:
        return None
    shift = attendance.shift.public_id.hex if attendance.shift is not None else ""
    initial = {"part": shift, "guests": attendance.guests}
    form = ChangeForm(data, rules=rules, occurrence=occurrence, initial=initial)
    return form if form.fields else None


def _draw(
    request: HttpRequest, attendance: Attendance, *, form: ChangeForm | None = None, status: int = 200
) -> HttpResponse:
    occurrence = attendance.occurrence
    code = ticket_code(attendance)
    context = {
        "attendance": attendance,
        "occurrence": occurrence,
        "event": occurrence.event,
        "code": shown_code(code) if code else "",
        "spoken_code": spoken_code(code) if code else "",
        "form": form or _change_form(attendance),
        "deeds": _deeds(request),
        "own_url": request.build_absolute_uri(own_path(attendance)),
        "is_over": occurrence.is_over,
        "is_soon": attendance.held_until is not None and attendance.held_until - timezone.now() < HOUR,
        "may_see_place": offers_private(attendance),
        "is_shown": is_shown_by_now(attendance),
        "web_calendars": web_calendars(occurrence),
        "next_steps": next_steps(occurrence.event),
        "told": messages_to(attendance),
    }
    return TemplateResponse(request, "events/own.html", context, status=status).render()


def _deeds(request: HttpRequest) -> dict[str, str]:
    """The addresses of the buttons: this token's, so that a page that is open stays whole."""
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    names = ("confirm", "accept", "change", "cancel", "calendar", "place", "card")
    return {name: reverse(f"countersign_own_{name}", args=[token]) for name in names}
