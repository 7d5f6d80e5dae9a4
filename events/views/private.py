"""What only somebody who is accepted gets: the meeting point, by a button behind their own link, and a card.

Nothing of it is in a mail, a calendar, a page model or a cache.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import NEVER, clear_page, form_door
from campaigns.languages import speak, speaks
from events.exceptions import AttendanceGone, PlaceNotShownYet
from events.models import Attendance
from events.own_links import own_path
from events.pocket_card import draw_pocket_card
from events.selectors.own import own_attendance, private_for, ticket_code
from events.views.pages import missing_page
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken


def behind_own_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the sign-up of the token in its address, in that person's language; nothing is cached.

    404 for a token that is not ours, 410 for a sign-up of which nothing is left.
    """

    @wraps(view)
    def within(request: HttpRequest, token: str) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            attendance = own_attendance(token)
            speak(request, attendance.language)
            response = view(request, attendance)
        except LinkBroken:
            response = missing_page(request)
        except AttendanceGone:
            response = gone_page(request)
        response["Cache-Control"] = NEVER
        return response

    return within


@audience(Audience.LINK)
@form_door
@behind_own_link
def place(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """The meeting point, posted for, so that no program that opens links ever reads it. 403 too early."""
    language = get_language() or ""
    context = {
        "attendance": attendance,
        "event": attendance.occurrence.event,
        "own_url": own_path(attendance, language=language),
    }
    try:
        context["private"] = private_for(attendance, language)
    except PlaceNotShownYet:
        return TemplateResponse(request, "events/place_not_yet.html", context, status=403)
    return TemplateResponse(request, "events/place.html", context)


@audience(Audience.LINK)
@require_safe
@speaks
@behind_own_link
def card(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """The card for one's pocket, as PDF: the number to call, rights, the code. No name, title or place."""
    code = ticket_code(attendance)
    number = attendance.occurrence.event.legal_number
    response = HttpResponse(draw_pocket_card(legal_number=number, code=code), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="card.pdf"'
    return response


def gone_page(request: HttpRequest) -> HttpResponse:
    """410: cancelled, over, or shredded; the same sentence for all of them."""
    return clear_page(
        request,
        410,
        _("There is nothing here any more"),
        _("This sign-up is over or was cancelled, and what we knew of it is deleted."),
    )
