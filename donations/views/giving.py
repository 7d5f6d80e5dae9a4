"""The door of the form, and the ways back from the payment."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import NEVER, answer_with_errors, form_door, one_more_step, see_other
from campaigns.enums import Judgement, Suspicion
from campaigns.exceptions import ProofSpent
from campaigns.gate import Verdict, judge_form
from campaigns.kinds import action_kind
from campaigns.languages import speak, speaks
from campaigns.page_cache import cacheable
from campaigns.pages import pages_of
from campaigns.source import source_of
from donations.addresses import THANKS
from donations.back_links import gift_of, written_in
from donations.enums import PaymentRank
from donations.exceptions import (
    AmountRefused,
    CardsRefused,
    DonationMissing,
    FrequencyRefused,
    FundraiserClosed,
    FundraiserMissing,
    ProviderError,
    TooManyBegun,
)
from donations.forms import AMOUNTS, GiveForm
from donations.kinds import give_context, takes_tests
from donations.models import Fundraiser
from donations.names import GAVE
from donations.next_steps import next_steps
from donations.selectors.rules import give_rules
from donations.selectors.totals import drive_of
from donations.services.checkout import begin_checkout
from donations.services.starting import Asked
from donations.views.pages import (
    closed_page,
    machine_page,
    missing_page,
    run_out_page,
    unavailable_page,
    waiting_page,
)
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired


@audience(Audience.PUBLIC)
@form_door
def give(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a form: 303 to the page of payment, on the provider's own site.

    422 with errors, 410 when no gifts are taken, 429 with one more step where no work was done, 400 for what
    only a machine fills in, 503 when the provider does not answer or while somebody tries stolen cards.
    """
    try:
        rules = give_rules(public_id)
    except FundraiserMissing:
        return missing_page(request)
    fundraiser = rules.fundraiser
    if not drive_of(fundraiser).takes_gifts:
        return closed_page(request, fundraiser)
    form = GiveForm(request.POST, rules=rules)
    if not form.is_valid():
        return _with_errors(request, form)
    return take_form(request, form, source=source_of(request), again=partial(_with_errors, request, form))


def take_form(
    request: HttpRequest, form: GiveForm, *, source: str, again: Callable[[], HttpResponse]
) -> HttpResponse:
    """Judge a valid form and begin its gift, as ``give()`` answers; ``again`` draws it with its errors."""
    verdict = judge_form(request.POST, asks_work=True)
    if verdict.needs_step:
        return one_more_step(request, verdict, asks_work=True)
    if verdict.reason in (Suspicion.HONEYPOT, Suspicion.STAMP_FORGED):
        return machine_page(request, form.rules.fundraiser)
    return _go_to_payment(request, form, source=source, proof=verdict.proof, again=again)


def _go_to_payment(
    request: HttpRequest,
    form: GiveForm,
    *,
    source: str,
    proof: bytes | None,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    fundraiser = form.rules.fundraiser
    frequency = form.chosen_frequency
    assert frequency is not None  # noqa: S101 (a valid form has one)
    asked = Asked(
        amount=form.amount,
        frequency=frequency,
        covers_fee=form.cleaned_data.get("covers_fee", False),
        designation=form.chosen_designation,
    )
    try:
        url = begin_checkout(
            fundraiser=fundraiser,
            asked=asked,
            details=form.typed(),
            language=get_language() or "",
            source=source,
            proof=proof,
            actor=Actor.the_person(),
        )
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK), asks_work=True)
    except (CardsRefused, TooManyBegun):
        return waiting_page(request, fundraiser)
    except FundraiserClosed:
        return closed_page(request, fundraiser)
    except (AmountRefused, FrequencyRefused):
        # Staff changed the amounts this very moment, or the provider does not take this one.
        message = _("This amount cannot be taken. Choose another.")
        form.add_error(AMOUNTS[frequency], ValidationError(message))
        return again()
    except ProviderError:
        return unavailable_page(request, fundraiser)
    return see_other(url)


def _with_errors(request: HttpRequest, form: GiveForm) -> HttpResponse:
    return answer_with_errors(request, form=form, kind=action_kind(GAVE), obj=form.rules.fundraiser)


@audience(Audience.LINK)
@require_safe
@speaks
def back(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form again for whom left the page of payment, with all that they wrote; nothing was charged.

    The link names nobody, and is good for a day. 410 after it, or where what was written is destroyed. Once
    it is paid nothing is shown again: the provider keeps this address, and so may a computer of others.
    """
    response: HttpResponseBase
    try:
        donation = gift_of(token)
        if donation.rank in (PaymentRank.PENDING, PaymentRank.PAID):
            return _to_done(request, token)
        written = written_in(donation)
        rules = give_rules(donation.fundraiser.public_id)
    except (LinkExpired, DonationMissing, FundraiserMissing):
        response = run_out_page(request)
    except LinkBroken:
        response = missing_page(request)
    else:
        speak(request, donation.language)
        response = _draw_written(request, rules.fundraiser, written)
    response["Cache-Control"] = NEVER
    return response


def _to_done(request: HttpRequest, token: str) -> HttpResponse:
    address = reverse("countersign_give_done", args=[token])
    response = HttpResponseRedirect(f"{address}?lang={get_language() or ''}")
    response["Cache-Control"] = NEVER
    return response


def _draw_written(request: HttpRequest, fundraiser: Fundraiser, written: dict[str, object]) -> HttpResponse:
    rules = give_rules(fundraiser.public_id)
    page = page_in(fundraiser, get_language() or "")
    form = GiveForm(rules=rules, page_id=page.pk if page is not None else None, initial=written)
    return draw_form(request, form, page=page, came_back=True)


def draw_form(request: HttpRequest, form: GiveForm, *, page: Any, **more: Any) -> HttpResponse:
    """The form on the fundraiser's ``page``; alone where that is None."""
    if page is not None:
        with translation.override(page.locale.language_code):
            drawn: HttpResponse = page.draw_with(request, form, **more).render()
            return drawn
    template = action_kind(GAVE).template
    context = {**give_context(form.rules.fundraiser), "form": form, "kind_template": template, **more}
    return TemplateResponse(request, "countersign/doors/form.html", context).render()


def page_in(fundraiser: Fundraiser, language: str) -> Any:
    """Its live, public page in ``language``, else in any; None where it has none."""
    live = [page for page in pages_of(fundraiser) if page.live and not page.get_view_restrictions().exists()]
    alike = [page for page in live if page.locale.language_code == language]
    return next(iter([*alike, *live]), None)


@audience(Audience.PUBLIC)
@require_safe
@speaks
def done(request: HttpRequest, token: str) -> HttpResponse:
    """From the payment to the thank-you of the page: the provider's link names no campaign."""
    try:
        rules = give_rules(gift_of(token).fundraiser.public_id)
    except (LinkExpired, DonationMissing, FundraiserMissing):
        # Paid or not, this link cannot say: neither can a page.
        return HttpResponseRedirect("/")
    except LinkBroken:
        return missing_page(request)
    language = get_language() or ""
    path = rules.page_paths.get(language)
    plain = f"{reverse('countersign_give_thanks', args=[rules.fundraiser.public_id])}?lang={language}"
    response = HttpResponseRedirect(f"{path}{THANKS}/" if path else plain)
    response["Cache-Control"] = NEVER
    return response


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def thanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After the payment. For fundraisers without a page of their own."""
    try:
        fundraiser = give_rules(public_id).fundraiser
    except FundraiserMissing:
        return missing_page(request)
    context = {"fundraiser": fundraiser, "next_steps": next_steps(fundraiser), "is_test": takes_tests()}
    return TemplateResponse(request, "donations/thanks.html", context).render()
