"""One gift: masked, in clear after a logged look, and given back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.money import Money
from campaigns.typed_amounts import read_amount
from donations.admin_views.common import CAN_REFUND, CAN_SEE_GIFTS, OfGift, gift_url, gifts_trail
from donations.enums import DonationState
from donations.exceptions import (
    AmountRefused,
    DonorGone,
    NoProvider,
    NothingToRefund,
    ProviderDown,
    ProviderRefused,
    RefundedMeanwhile,
)
from donations.models import Donation
from donations.selectors.donors import masked_donors
from donations.services.looking import unmask_donor
from donations.services.refunding import refund_gift
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.choices import AccessReason
from privacy.exceptions import CountersignError
from privacy.kind_names import LABELS
from privacy.localized import language_name
from privacy.staff_views import LookView

# Why money was not given back: a sentence for staff, which names nobody.
SENTENCES: dict[type[CountersignError], Any] = {
    NothingToRefund: _("Nothing of this gift can be given back: it is not paid, is disputed, or went back."),
    RefundedMeanwhile: _("Money of this gift went back since you opened this page. Look at it anew first."),
    AmountRefused: _("Give back more than nothing, and no more than is left of it."),
    ProviderDown: _(
        "The payment service does not answer. Nothing was given back; try again in a few minutes."
    ),
    NoProvider: _("No payment service is set up here. Nothing was given back."),
    ProviderRefused: _("The payment service refuses. Look at the gift there; nothing was given back."),
}


def facts_of(gift: Donation) -> Sequence[tuple[Any, Any]]:
    """Pairs of label and value, without anybody's name."""
    receipt = getattr(gift, "receipt", None)
    came_again = Money(gift.refund_failed, gift.currency) if gift.refund_failed else ""
    facts = [
        (_("Day"), date_format(gift.day, "SHORT_DATE_FORMAT")),
        (_("Amount"), gift.money),
        (_("Of it for the fee"), Money(gift.fee_covered, gift.currency) if gift.fee_covered else ""),
        (_("Given back"), Money(gift.refunded_amount, gift.currency) if gift.refunded_amount else ""),
        (_("Sent back, and refused by the bank"), came_again),
        (_("State"), gift.get_state_display()),
        (_("How often"), gift.get_frequency_display()),
        (_("Fundraiser"), gift.fundraiser),
        (_("For what"), gift.designation),
        (_("Receipt"), receipt.number if receipt is not None else ""),
        (_("Code on the link"), gift.source),
        (_("Language"), language_name(gift.language)),
        (_("Known to the payment service as"), gift.payment_ref or gift.provider_ref),
    ]
    return [(label, value) for label, value in facts if value]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class GiftView(OfGift, LookView):
    """One gift, masked; who gave in clear for a reason, after it was logged."""

    permission = CAN_SEE_GIFTS
    template_name = "donations/admin/gift.html"
    header_icon = "tag"
    page_title = _("One gift")
    back_label = _("Back to the gifts")
    look_label = _("Show who gave")
    gone = DonorGone

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return gifts_trail(self.page_title)

    def back_url(self) -> str:
        return reverse("fundraiser:gifts")

    def look(self, reason: AccessReason, actor: Actor) -> Mapping[str, str]:
        return unmask_donor(donation=self.gift, reason=reason, actor=actor)

    def label_of(self, name: str) -> Any:
        return _("Dedication") if name == "dedication" else LABELS.get(name, name)

    def masked(self) -> Sequence[tuple[Any, str]]:
        [masked] = masked_donors([self.gift])
        return [(LABELS["given_name"], masked.name), (LABELS["email"], masked.email)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gift = self.gift
        may_refund = self.request.user.has_perm(CAN_REFUND) and gift.state == DonationState.PAID
        context: dict[str, Any] = super().get_context_data(
            gift=gift,
            facts=facts_of(gift),
            refund_url=reverse("fundraiser:refund", args=[gift.public_id]) if may_refund else "",
            **kwargs,
        )
        return context


class RefundForm(forms.Form):
    """How much goes back."""

    amount = forms.CharField(
        label=_("How much to give back"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("All that is left of it, unless you write less."),
    )
    # What had been sent back when this was drawn: pressed twice, it gives back once.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, gift: Donation) -> None:
        left = Money(gift.kept, gift.currency)
        super().__init__(data, initial={"amount": f"{left.amount:f}", "seen": gift.sent_back})
        self.currency = gift.currency

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def clean_amount(self) -> int:
        try:
            return read_amount(self.cleaned_data["amount"], self.currency)
        except ValueError:
            raise forms.ValidationError(_("Write an amount like 25 or 12.50.")) from None


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class RefundView(OfGift, WagtailAdminTemplateMixin, View):
    """Ask how much on GET, give it back on POST."""

    permission = CAN_REFUND
    template_name = "donations/admin/form.html"
    header_icon = "undo"
    page_title = _("Give money back")
    says = _(
        "The payment service sends it to the card or account it came from; the donor gets a mail. It leaves "
        "the totals at once, and cannot be taken back. That you did it stands in the fundraiser’s history."
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return gifts_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(RefundForm(gift=self.gift))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RefundForm(request.POST, gift=self.gift)
        if form.is_valid():
            try:
                refund_gift(donation=self.gift, **form.cleaned_data, actor=Actor.staff(self.staff))
            except tuple(SENTENCES) as refusal:
                form.add_error(
                    None, str(next(text for kind, text in SENTENCES.items() if isinstance(refusal, kind)))
                )
            else:
                messages.success(request, _("The money is on its way back."))
                return redirect(gift_url(self.gift))
        return self.draw(form, status=422)

    def draw(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            subject=f"{self.gift} · {self.gift.money}",
            says=self.says,
            button=_("Give it back"),
            is_danger=True,
            back_url=gift_url(self.gift),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
