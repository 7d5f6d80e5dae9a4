"""The links in the first mail about an open event: a page with a button on GET, the deed on POST.

Mail scanners open every link in a message, so a GET never does anything.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.doors import NEVER, clear_page, see_other
from campaigns.languages import speak, speaks
from events.exceptions import AttendanceGone, RegistrationClosed
from events.models import Attendance, Event
from events.own_links import own_path
from events.selectors.rules import page_path
from events.services.changing import disown_attendance, refuse_reminders
from events.services.confirming import confirm_attendance
from events.views.pages import closed_page, missing_page, run_out_page, way_to
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired
from privacy.links import Purpose, read_link_token

PERSON = Actor.the_person()

type LinkView = Callable[[HttpRequest, Attendance], HttpResponse]
type Answer = Callable[[HttpRequest, Event | None], HttpResponse]


def link_door(
    purpose: Purpose, *, when_gone: Answer
) -> Callable[[LinkView], Callable[..., HttpResponseBase]]:
    """Wrap the view of a signed link: it gets the sign-up, or its reader a clear page.

    The token is the permission, so no CSRF token is asked for; no cache keeps the page. 404 for a token
    that is not ours; ``when_gone`` answers where it ran out or nothing is left of the sign-up.
    """

    def wrap(view: LinkView) -> Callable[..., HttpResponseBase]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @speaks
        @wraps(view)
        def door(request: HttpRequest, token: str) -> HttpResponse:
            found, about = None, None
            try:
                link = read_link_token(token, purpose)
                about = link.extra
                rows = Attendance.objects.select_related("occurrence__event__campaign__news_list", "shift")
                found = rows.filter(public_id=link.ref).first()
            except LinkExpired as over:
                about = over.extra
            except LinkBroken:
                return missing_page(request)
            if found is None:
                event = Event.objects.filter(public_id=about).first() if about else None
                return when_gone(request, event)
            speak(request, found.language)
            return view(request, found)

        @wraps(view)
        def kept_by_no_cache(*args: object, **kwargs: object) -> HttpResponseBase:
            response = door(*args, **kwargs)
            response["Cache-Control"] = NEVER
            return response

        return csrf_exempt(kept_by_no_cache)

    return wrap


def removed_page(request: HttpRequest, event: Event | None) -> HttpResponse:
    """200: everything that came of the form is gone."""
    return clear_page(
        request,
        200,
        _("Everything is removed"),
        _("Nothing of that form is left here, your address neither."),
        **way_to(event, _("Back to the event")),
    )


def no_reminders_page(request: HttpRequest, event: Event | None = None) -> HttpResponse:
    """200: no news goes to this address any more."""
    return clear_page(
        request,
        200,
        _("No more news"),
        _("No more news goes to this address. Your sign-up stands as it was."),
        **way_to(event, _("Back to the event")),
    )


@audience(Audience.LINK)
@link_door(Purpose.CONFIRM, when_gone=run_out_page)
def confirm(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Show the button on GET; on POST settle the sign-up, and lead on to its own page."""
    event = attendance.occurrence.event
    if request.method != "POST":
        if attendance.awaits_button and not attendance.occurrence.takes_registrations:
            return closed_page(request, event)
        context = {
            "attendance": attendance,
            "occurrence": attendance.occurrence,
            "event": event,
            "page_url": page_path(event, get_language() or ""),
        }
        return TemplateResponse(request, "events/confirm.html", context).render()
    try:
        attendance = confirm_attendance(attendance=attendance, actor=PERSON)
    except RegistrationClosed:
        return closed_page(request, event)
    except AttendanceGone:
        return run_out_page(request, event)
    return see_other(own_path(attendance, language=get_language() or ""))


@audience(Audience.LINK)
@link_door(Purpose.NOT_ME, when_gone=removed_page)
def not_me(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Ask on GET, remove everything on POST."""
    event = attendance.occurrence.event
    if request.method != "POST":
        return TemplateResponse(request, "events/not_me.html", {"event": event}).render()
    disown_attendance(attendance=attendance, actor=PERSON)
    return removed_page(request, event)


@audience(Audience.LINK)
@link_door(Purpose.UNSUBSCRIBE, when_gone=no_reminders_page)
def no_reminders(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Ask on GET, refuse news on POST (RFC 8058: 2xx, repeatable); the sign-up stays as it is."""
    event = attendance.occurrence.event
    if request.method != "POST":
        return TemplateResponse(request, "events/no_reminders.html", {"event": event}).render()
    refuse_reminders(attendance=attendance, actor=PERSON)
    return no_reminders_page(request, event)
