"""Pages with one clear sentence and a way on, for what cannot be done (any more)."""

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.doors import clear_page
from donations.models import Fundraiser
from donations.selectors.rules import page_path


class Way(TypedDict):
    """Where a page leads on: the arguments of ``clear_page()`` for it."""

    way_on: str
    way_on_label: str


def missing_page(request: HttpRequest) -> HttpResponse:
    """404: no such fundraiser, or a link that is not ours."""
    return clear_page(
        request,
        404,
        _("We cannot find this"),
        _("The address may have been cut off or altered. Copy the whole link and try again."),
    )


def closed_page(request: HttpRequest, fundraiser: Fundraiser) -> HttpResponse:
    """410: it takes no gifts now."""
    if fundraiser.opens_later and fundraiser.opens is not None:
        heading = _("This has not begun yet")
        day = date_format(fundraiser.opens)
        message = _("Gifts are taken from %(day)s on. Nothing was saved or charged.") % {"day": day}
    else:
        heading = _("No gifts are taken here now")
        message = _("This fundraiser is over, or has not begun. Nothing was saved or charged.")
    return clear_page(request, 410, heading, message, **way_to(fundraiser))


def ended_embed_page(request: HttpRequest, fundraiser: Fundraiser) -> HttpResponse:
    """410: what a partner's page showed of it was ended; the fundraiser's own page is one press away."""
    return clear_page(
        request,
        410,
        _("This has moved"),
        _("It is not shown on this page any more. You can still find it with us."),
        **way_to(fundraiser),
    )


def unavailable_page(request: HttpRequest, fundraiser: Fundraiser) -> HttpResponse:
    """503: the payment service does not answer, or nobody has set one up."""
    response = clear_page(
        request,
        503,
        _("Payment is not possible right now"),
        _("The payment service does not answer. Nothing was charged. Please try again in a few minutes."),
        **way_to(fundraiser),
    )
    response["Retry-After"] = "300"
    return response


def waiting_page(request: HttpRequest, fundraiser: Fundraiser) -> HttpResponse:
    """503: somebody tries stolen cards here, so nobody's card is asked for."""
    response = clear_page(
        request,
        503,
        _("Gifts wait for an hour"),
        _(
            "Somebody is trying stolen cards here, so we take no gifts for the moment. Nothing was charged. "
            "Please come back in an hour or two."
        ),
        **way_to(fundraiser),
    )
    response["Retry-After"] = "3600"
    return response


def machine_page(request: HttpRequest, fundraiser: Fundraiser) -> HttpResponse:
    """400: a field was filled in that people do not see."""
    return clear_page(
        request,
        400,
        _("We could not read that"),
        _("Something filled in the form by itself. Nothing was charged. Open the page anew and try again."),
        **way_to(fundraiser),
    )


def run_out_page(request: HttpRequest) -> HttpResponse:
    """410: the way back from a payment is a day old, or what was written is gone."""
    return clear_page(
        request,
        410,
        _("This link has run out"),
        _("What you wrote has been deleted, and nothing was charged through this link. You can begin anew."),
    )


def way_to(fundraiser: Fundraiser) -> Way:
    """Arguments of ``clear_page()`` that lead to the fundraiser's page, where it has one."""
    path = page_path(fundraiser, get_language() or "")
    label = _("Back to the fundraiser") if path else ""
    return {"way_on": path or "/", "way_on_label": label}
