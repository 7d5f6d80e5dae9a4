"""Pages with one clear sentence and a way on, for what cannot be done (any more)."""

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.doors import clear_page
from petitions.enums import PetitionState
from petitions.models import Petition
from petitions.selectors import page_path


class Way(TypedDict):
    """Where a page leads on: the arguments of ``clear_page()`` for it."""

    way_on: str
    way_on_label: str


def missing_page(request: HttpRequest) -> HttpResponse:
    """404: no such petition, or a link that is not ours."""
    return clear_page(
        request,
        404,
        _("We cannot find this"),
        _(
            "The address may have been cut off or altered. If it is from a mail, "
            "copy the whole link and try again."
        ),
    )


def closed_page(request: HttpRequest, petition: Petition) -> HttpResponse:
    """410: it has ended or is paused, its opening day is still ahead, or it is a draft."""
    label = _("Back to the pledge") if petition.is_pledge else _("Back to the petition")
    if petition.state == PetitionState.PAUSED:
        heading = _("This pledge is paused") if petition.is_pledge else _("This petition is paused")
        message = (
            _("No pledges are taken for now. Nothing was saved. Look in again later.")
            if petition.is_pledge
            else _("It cannot be signed for now. Nothing was saved. Look in again later.")
        )
    elif petition.state == PetitionState.DRAFT:
        heading = _("Signing has not begun yet")
        message = _("It is not open for signing. Nothing was saved.")
    elif petition.opens_later:
        heading = _("Signing has not begun yet")
        day = date_format(petition.opens, "DATE_FORMAT") if petition.opens else ""
        message = _("You can sign from %(day)s on. Nothing was saved.") % {"day": day}
    else:
        label = _("See what became of it")
        if petition.is_pledge:
            heading = _("This pledge is closed")
            message = _("No more pledges are taken. Nothing was saved.")
        else:
            heading = _("This petition is closed")
            message = _("It can no longer be signed. Nothing was saved.")
    return clear_page(request, 410, heading, message, **_way_to(petition, label))


def ended_embed_page(request: HttpRequest, petition: Petition) -> HttpResponse:
    """410: this partner's form was ended; the petition's own page is one press away."""
    heading = _("This form has moved")
    message = _(
        "It is not taken from this page any more, and nothing was saved. You can still find it with us."
    )
    return clear_page(request, 410, heading, message, **_way_to(petition, _("To its own page")))


def run_out_page(request: HttpRequest, petition: Petition | None) -> HttpResponse:
    """410: the link is ours, but its time is over, or what it was for is gone."""
    if petition is not None and not petition.is_open:
        return closed_page(request, petition)
    return clear_page(
        request,
        410,
        _("This link has run out"),
        _("It was good for 7 days, and what you typed has been deleted. Sign again: it takes a minute."),
        **_way_to(petition, _("Sign again")),
    )


def proof_over_page(request: HttpRequest) -> HttpResponse:
    """410: the address was used or forgotten; the same for both, and not a word of what it was for."""
    return clear_page(
        request, 410, _("This link is done"), _("The address is forgotten. There is nothing left to do.")
    )


def no_reminders_page(request: HttpRequest) -> HttpResponse:
    """200: no news goes to this address any more."""
    return clear_page(
        request,
        200,
        _("We will not remind you"),
        _(
            "No more news goes to this address. "
            "What you typed waits for your button until its 7 days are over."
        ),
    )


def no_updates_page(request: HttpRequest) -> HttpResponse:
    """200: they hear no more of this petition."""
    return clear_page(
        request,
        200,
        _("We tell you no more of it"),
        _("No more mail about it goes to this address. Nothing else changes."),
    )


def nothing_to_end_page(request: HttpRequest) -> HttpResponse:
    """200: the signature that this link was of stands no more; whether there is another is not told."""
    return clear_page(
        request,
        200,
        _("It stands no more"),
        _(
            "We tell nobody anything for it. If you signed again since, press the link in the newest mail "
            "about it: this one cannot end what you asked for then."
        ),
    )


def no_news_page(request: HttpRequest) -> HttpResponse:
    """200: no news goes to this address any more, from anybody here."""
    return clear_page(
        request,
        200,
        _("No more news"),
        _("No more news goes to this address. Your name still counts."),
    )


def withdrawn_page(request: HttpRequest, petition: Petition) -> HttpResponse:
    """410: the signer took the name off."""
    return clear_page(
        request,
        410,
        _("You took your pledge back") if petition.is_pledge else _("You took your name off"),
        _("This link cannot bring it back. If you changed your mind, sign again."),
        **_way_to(petition, _("Sign again")),
    )


def _way_to(petition: Petition | None, label: str) -> Way:
    path = page_path(petition, get_language() or "") if petition is not None else ""
    return {"way_on": path, "way_on_label": label} if path else {"way_on": "/", "way_on_label": ""}
