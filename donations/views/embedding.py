"""A fundraiser on partners' pages: its bars in a frame, and the form that its button leads to.

The form itself stands in no frame: whoever gives must see on whose site they are, and the payment service
shows its page in nobody's frame either. So the button opens our own page beside the partner's.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.doors import form_door
from campaigns.embed_doors import framed_by
from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from donations.embed_links import embed_path, embed_url
from donations.enums import FundraiserState
from donations.forms import GiveForm
from donations.kinds import give_context
from donations.selectors.embeds import ShownEmbed, shown_embed
from donations.selectors.rules import give_rules
from donations.selectors.totals import drive_of
from donations.sharing import page_address
from donations.views.giving import draw_form, page_in, take_form
from donations.views.pages import closed_page, ended_embed_page, missing_page
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken

FORM = "countersign_gift_embed_form"


def _open_or_over(token: str) -> ShownEmbed | None:
    shown = shown_embed(token)
    is_draft = shown is not None and shown.embed.fundraiser.state == FundraiserState.DRAFT
    return None if is_draft else shown


framed = framed_by(_open_or_over, missing=missing_page, ended=ended_embed_page)


def beside(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view ``shown`` for the token in its address, as ``framed`` does; nobody may frame its answer."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            shown = _open_or_over(token)
        except LinkBroken:
            shown = None
        if shown is None:
            return missing_page(request)
        if not shown.embed.is_live:
            return ended_embed_page(request, shown.embed.fundraiser)
        return view(request, shown=shown)

    return opened


@audience(Audience.LINK)
@cacheable
@require_safe
@speaks
@framed
def embed(request: HttpRequest, *, shown: ShownEmbed) -> HttpResponse:
    """The title, what was reached, the time left, and the button; the same for every visitor."""
    fundraiser = shown.embed.fundraiser
    context = {
        **give_context(fundraiser),
        "partner": shown.embed.partner,
        "page_url": page_address(fundraiser),
        "form_url": embed_url(shown.embed, get_language() or "", view=FORM),
    }
    return TemplateResponse(request, "donations/embed.html", context)


@audience(Audience.LINK)
@cacheable
@require_safe
@speaks
@beside
def embed_form(request: HttpRequest, *, shown: ShownEmbed) -> HttpResponse:
    """The fundraiser's page with its form, whose gifts are known to come by this partner."""
    if not drive_of(shown.embed.fundraiser).takes_gifts:
        return closed_page(request, shown.embed.fundraiser)
    page = page_in(shown.embed.fundraiser, get_language() or "")
    return _draw(request, shown, _form(shown, page), page=page)


@audience(Audience.LINK)
@form_door
@beside
def embed_give(request: HttpRequest, *, shown: ShownEmbed) -> HttpResponse:
    """Take a form that a partner's page led to, as ``give()`` takes one from our own."""
    if not drive_of(shown.embed.fundraiser).takes_gifts:
        return closed_page(request, shown.embed.fundraiser)
    page = page_in(shown.embed.fundraiser, get_language() or "")
    form = _form(shown, page, request.POST)
    again = partial(_draw, request, shown, form, page=page, status=422)
    if not form.is_valid():
        return again()
    return take_form(request, form, source=shown.embed.source, again=again)


def _form(shown: ShownEmbed, page: Any, posted: object = None) -> GiveForm:
    rules = give_rules(shown.embed.fundraiser.public_id)
    return GiveForm(posted, rules=rules, page_id=page.pk if page is not None else None)


def _draw(
    request: HttpRequest, shown: ShownEmbed, form: GiveForm, *, page: Any, status: int = 200
) -> HttpResponse:
    action_url = embed_path(shown.embed, view="countersign_gift_embed_give")
    response = draw_form(request, form, page=page, action_url=action_url)
    response.status_code = status
    # The page has an address of its own, by which it is to be found.
    response["X-Robots-Tag"] = "noindex"
    return response
