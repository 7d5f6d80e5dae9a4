"""A petition's form on partners' pages: in a frame, or behind a plain link (``campaigns.embed_doors``)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.domains import standing_of
from campaigns.doors import ask_about_address, form_door
from campaigns.embed_doors import framed_by
from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from petitions.embed_links import embed_path
from petitions.enums import PetitionState
from petitions.forms import SignForm
from petitions.kinds import sign_context
from petitions.next_steps import next_steps
from petitions.selectors import OfferedPlace, ShownEmbed, shown_embed, sign_rules
from petitions.sharing import page_address
from petitions.views.pages import closed_page, ended_embed_page, missing_page
from petitions.views.signing import take_form
from privacy.audiences import Audience, audience


def _open_or_over(token: str) -> ShownEmbed | None:
    shown = shown_embed(token)
    return shown if shown is not None and shown.embed.petition.state != PetitionState.DRAFT else None


framed = framed_by(_open_or_over, missing=missing_page, ended=ended_embed_page)


@audience(Audience.LINK)
@cacheable
@require_safe
@speaks
@framed
def embed(request: HttpRequest, *, shown: ShownEmbed, at: str = "") -> HttpResponse:
    """The form; the same for every visitor, so it is kept for each token and language."""
    place = _place(shown, at)
    if at and place is None:
        # A campus that was hidden: its form goes on without it. Not drawn here, or any word after
        # ``at/`` would be one more page to keep.
        return HttpResponseRedirect(_path(shown, "countersign_embed"))
    return _draw(request, shown, place)


@audience(Audience.LINK)
@framed
@form_door
def embed_sign(request: HttpRequest, *, shown: ShownEmbed, at: str = "") -> HttpResponse:
    """Take a form from a partner's page, as ``sign()`` takes one from ours; all answers stay in the frame."""
    petition = shown.embed.petition
    if not petition.is_open:
        return closed_page(request, petition)
    place = _place(shown, at)
    form = _form(shown, place, request.POST)
    if not form.is_valid():
        return _draw(request, shown, place, form=form, status=422)
    standing = standing_of(form.cleaned_data["email"])
    if (asked := ask_about_address(request, standing)) is not None:
        return asked
    chosen = form.chosen_place
    thanks = _path(shown, "countersign_embed_thanks", at=chosen.slug if chosen is not None else "")
    return take_form(request, form, standing, source=shown.embed.source, thanks=thanks)


@audience(Audience.LINK)
@cacheable
@require_safe
@speaks
@framed
def embed_thanks(request: HttpRequest, *, shown: ShownEmbed, at: str = "") -> HttpResponse:
    """After the form: the mail is on its way; what leads on opens beside the partner's page."""
    if at and _place(shown, at) is None:
        return HttpResponseRedirect(_path(shown, "countersign_embed_thanks"))
    context = {"petition": shown.embed.petition, "next_steps": next_steps(shown.embed.petition, at=at)}
    return TemplateResponse(request, "petitions/embed_thanks.html", context)


def _place(shown: ShownEmbed, at: str = "") -> OfferedPlace | None:
    return sign_rules(shown.embed.petition.public_id).place_at(at) if at else None


def _path(shown: ShownEmbed, view: str, *, at: str = "") -> str:
    return f"{embed_path(shown.embed, at=at, view=view)}?lang={get_language() or ''}"


def _form(shown: ShownEmbed, place: OfferedPlace | None, posted: object = None) -> SignForm:
    """The petition's form with one box for a partner: that of the one on whose page it stands."""
    rules = sign_rules(shown.embed.petition.public_id)
    opt_in = shown.opt_in(get_language() or "")
    return SignForm(posted, rules=rules, at=place, partner_wordings=[opt_in])


def _draw(
    request: HttpRequest,
    shown: ShownEmbed,
    place: OfferedPlace | None,
    *,
    form: SignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    petition = shown.embed.petition
    at = place.slug if place is not None else ""
    context = {
        **sign_context(petition, at=place),
        "form": form or _form(shown, place),
        "partner": shown.embed.partner,
        "page_url": page_address(petition, at=at),
        "action_url": embed_path(shown.embed, at=at, view="countersign_embed_sign"),
    }
    return TemplateResponse(request, "petitions/embed.html", context, status=status)
