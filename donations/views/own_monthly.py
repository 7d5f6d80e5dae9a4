"""What a monthly donor changes behind the fresh link: one address for each deed, and back to the page."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import clear_page, form_door, see_other
from campaigns.languages import speaks
from campaigns.money import Money
from donations.exceptions import AmountRefused, NothingToChange, PauseRefused, ProviderError
from donations.forms import OwnAmountForm
from donations.models import Donation
from donations.selectors.own import running_of
from donations.services.own import provider_page
from donations.services.recurring import (
    PAUSES,
    change_amount,
    end_recurring,
    pause_recurring,
    resume_recurring,
)
from donations.views.own import PERSON, behind, draw_inside
from outbox.links import absolute_url
from privacy.audiences import Audience, audience
from privacy.links import Purpose


def inside_path(token: str, done: str = "") -> str:
    """The page of the gift; ``done`` names the sentence that it says on top."""
    return reverse("countersign_gift_inside", args=[token], query={"done": done} if done else None)


def silent_page(request: HttpRequest, token: str) -> HttpResponse:
    """503: the provider did not do it, so nothing was written."""
    return clear_page(
        request,
        503,
        _("The payment service does not answer"),
        _("Nothing was changed. Please try again in a few minutes."),
        way_on=inside_path(token),
        way_on_label=_("Back to my gift"),
    )


@audience(Audience.LINK)
@form_door
@behind(Purpose.OPEN_DOOR)
def card(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """On to the provider's own page, which alone may see a card."""
    back = absolute_url(inside_path(token))
    try:
        return see_other(provider_page(donation=gift, back_url=back, actor=PERSON))
    except NothingToChange:
        return see_other(inside_path(token, "nothing"))
    except ProviderError:
        return silent_page(request, token)


@audience(Audience.LINK)
@form_door
@behind(Purpose.OPEN_DOOR)
def amount(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Another amount from the next payment on: 422 with a sentence beside the field where it is none."""
    recurring = running_of(gift)
    if recurring is None:
        return see_other(inside_path(token, "nothing"))
    form = OwnAmountForm(request.POST, recurring=recurring)
    if not form.is_valid():
        return draw_inside(request, gift, token, form=form, status=422)
    try:
        is_new = change_amount(donation=gift, amount=form.cleaned_data["amount"], actor=PERSON)
    except NothingToChange:
        return see_other(inside_path(token, "nothing"))
    except AmountRefused:
        form.add_error("amount", _("This amount cannot be taken. Choose another."))
        return draw_inside(request, gift, token, form=form, status=422)
    except ProviderError:
        return silent_page(request, token)
    return see_other(inside_path(token, "amount" if is_new else "same"))


@audience(Audience.LINK)
@form_door
@behind(Purpose.OPEN_DOOR)
def pause(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Leave out the next one, two or three payments."""
    months = request.POST.get("months", "")
    try:
        pause_recurring(donation=gift, months=int(months) if months in map(str, PAUSES) else 0, actor=PERSON)
    except (NothingToChange, PauseRefused):
        return see_other(inside_path(token, "nothing"))
    except ProviderError:
        return silent_page(request, token)
    return see_other(inside_path(token, "paused"))


@audience(Audience.LINK)
@form_door
@behind(Purpose.OPEN_DOOR)
def resume(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Go on now with what is paused. A second press says the same."""
    try:
        resume_recurring(donation=gift, actor=PERSON)
    except NothingToChange:
        return see_other(inside_path(token, "nothing"))
    except ProviderError:
        return silent_page(request, token)
    return see_other(inside_path(token, "resumed"))


@audience(Audience.LINK)
@require_safe
@speaks
@behind(Purpose.OPEN_DOOR)
def end(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Ask once more, and say what else there is."""
    recurring = running_of(gift)
    if recurring is None:
        return see_other(inside_path(token, "nothing"))
    context = {"gift": gift, "token": token, "amount": Money(recurring.charged, recurring.currency)}
    return TemplateResponse(request, "donations/own/end.html", context)


@audience(Audience.LINK)
@form_door
@behind(Purpose.OPEN_DOOR)
def ended(request: HttpRequest, gift: Donation, token: str) -> HttpResponseBase:
    """Charge nothing more. The page stays open: the receipts are still there."""
    try:
        end_recurring(donation=gift, actor=PERSON)
    except NothingToChange:
        return see_other(inside_path(token, "nothing"))
    except ProviderError:
        return silent_page(request, token)
    return see_other(inside_path(token, "ended"))
