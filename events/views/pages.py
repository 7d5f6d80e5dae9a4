"""Pages with one clear sentence and a way on, for what cannot be done (any more)."""

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.doors import clear_page
from events.enums import EventState
from events.models import Event
from events.selectors.rules import page_path


class Way(TypedDict):
    """Where a page leads on: the arguments of ``clear_page()`` for it."""

    way_on: str
    way_on_label: str


def missing_page(request: HttpRequest) -> HttpResponse:
    """404: no such event, or a link that is not ours."""
    return clear_page(
        request,
        404,
        _("We cannot find this"),
        _(
            "The address may have been cut off or altered. If it is from a mail or a note, "
            "copy the whole link and try again."
        ),
    )


def closed_page(request: HttpRequest, event: Event) -> HttpResponse:
    """410: it was called off, its dates are over, or nobody can sign up yet."""
    if event.state == EventState.CANCELLED:
        heading, message = _("This was called off"), _("Nobody has to come. Nothing was saved.")
    elif event.state == EventState.DRAFT:
        heading, message = _("Sign-up has not begun yet"), _("Look in again later. Nothing was saved.")
    else:
        heading = _("Nobody can sign up for this any more")
        message = _("The date is over or was called off. Nothing was saved.")
    return clear_page(request, 410, heading, message, **way_to(event, _("Back to the event")))


def sent_before_page(request: HttpRequest, event: Event) -> HttpResponse:
    """200: the same form came a moment ago; its ticket is on the page that answered then."""
    return clear_page(
        request,
        200,
        _("We have your sign-up already"),
        _(
            "This form was sent twice within a few minutes. Go back to the page that answered "
            "then: the second time made no second sign-up."
        ),
        **way_to(event, _("Back to the event")),
    )


def ended_embed_page(request: HttpRequest, event: Event) -> HttpResponse:
    """410: this partner's form was ended; the event's own page is one press away."""
    return clear_page(
        request,
        410,
        _("This form has moved"),
        _("It is not taken from this page any more, and nothing was saved. You can still find it with us."),
        **way_to(event, _("To its own page")),
    )


def run_out_page(request: HttpRequest, event: Event | None) -> HttpResponse:
    """410: the link is ours, but its time is over, or what it was for is gone."""
    return clear_page(
        request,
        410,
        _("This link has run out"),
        _("What you typed has been deleted. If the date is still ahead, sign up again: it takes a minute."),
        **way_to(event, _("Sign up again")),
    )


def way_to(event: Event | None, label: str) -> Way:
    """Arguments of ``clear_page()`` that lead to the event's page, where it has one."""
    path = page_path(event, get_language() or "") if event is not None else ""
    return {"way_on": path, "way_on_label": label} if path else {"way_on": "/", "way_on_label": ""}
