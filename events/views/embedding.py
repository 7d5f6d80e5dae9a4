"""An open event's form on partners' pages: in a frame, or behind a plain link (``campaigns.embed_doors``)."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.domains import standing_of
from campaigns.doors import ask_about_address, form_door
from campaigns.embed_doors import framed_by
from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from events.embed_links import embed_path
from events.enums import EventState
from events.forms import RegisterForm
from events.kinds import register_context
from events.next_steps import next_steps
from events.selectors.embeds import ShownEmbed, shown_embed
from events.selectors.rules import event_rules
from events.sharing import page_address
from events.views.pages import closed_page, ended_embed_page, missing_page
from events.views.registering import take_form
from privacy.audiences import Audience, audience


def _open_or_over(token: str) -> ShownEmbed | None:
    shown = shown_embed(token)
    return shown if shown is not None and shown.embed.event.state != EventState.DRAFT else None


framed = framed_by(_open_or_over, missing=missing_page, ended=ended_embed_page)


@audience(Audience.LINK)
@cacheable
@require_safe
@speaks
@framed
def embed(request: HttpRequest, *, shown: ShownEmbed) -> HttpResponse:
    """The form; the same for every visitor, so it is kept for each token and language."""
    return _draw(request, shown)


@audience(Audience.LINK)
@framed
@form_door
def embed_register(request: HttpRequest, *, shown: ShownEmbed) -> HttpResponse:
    """Take a form from a partner's page, as ``register()`` takes one from ours; all answers stay there."""
    rules = event_rules(shown.embed.event.public_id)
    if not rules.is_open:
        return closed_page(request, rules.event)
    form = _form(shown, request.POST)
    if not form.is_valid():
        return _draw(request, shown, form=form, status=422)
    standing = standing_of(form.cleaned_data["email"])
    if (asked := ask_about_address(request, standing)) is not None:
        return asked
    thanks = embed_path(shown.embed, view="countersign_event_embed_thanks")
    return take_form(
        request,
        form,
        standing,
        source=shown.embed.source,
        thanks=f"{thanks}?lang={get_language() or ''}",
        again=lambda: _draw(request, shown, form=form, status=422),
    )


@audience(Audience.LINK)
@cacheable
@require_safe
@speaks
@framed
def embed_thanks(request: HttpRequest, *, shown: ShownEmbed) -> HttpResponse:
    """After the form: the mail is on its way; what leads on opens beside the partner's page."""
    event = shown.embed.event
    return TemplateResponse(
        request, "events/embed_thanks.html", {"event": event, "next_steps": next_steps(event)}
    )


def _form(shown: ShownEmbed, posted: object = None) -> RegisterForm:
    """The event's form with one box for a partner: that of the one on whose page it stands."""
    rules = event_rules(shown.embed.event.public_id)
    return RegisterForm(posted, rules=rules, partner_wordings=[shown.opt_in(get_language() or "")])


def _draw(
    request: HttpRequest, shown: ShownEmbed, *, form: RegisterForm | None = None, status: int = 200
) -> HttpResponse:
    event = shown.embed.event
    context = {
        **register_context(event),
        "form": form or _form(shown),
        "partner": shown.embed.partner,
        "page_url": page_address(event),
        "action_url": embed_path(shown.embed, view="countersign_event_embed_register"),
    }
    return TemplateResponse(request, "events/embed.html", context, status=status)
