"""Gifts that came in another way are entered by staff, with the day they came."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.domains import read_by_others
from campaigns.typed_amounts import read_amount
from donations.admin_views.common import CAN_ENTER, gift_url, gifts_trail, gifts_url
from donations.exceptions import AmountRefused, DayRefused
from donations.models import Designation, DonationDetails, Fundraiser
from donations.services.offline import enter_gift
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.exceptions import BadAddress
from privacy.staff_views import Guarded


class NamedDesignation(forms.ModelChoiceField):
    """A designation, with the fundraiser it belongs to."""

    def label_from_instance(self, obj: Designation) -> str:
        return f"{obj.fundraiser}: {obj.name_in(get_language() or '')}"


class OfflineForm(forms.Form):
    """What stands on the check or the statement."""

    fundraiser = forms.ModelChoiceField(
        Fundraiser.objects.order_by("name"), label=_("Fundraiser"), to_field_name="public_id"
    )
    amount = forms.CharField(
        label=_("Amount"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("In the currency of the fundraiser."),
    )
    day = forms.DateField(
        label=_("Day it came"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    designation = NamedDesignation(
        Designation.objects.select_related("fundraiser").order_by("fundraiser__name", "sort_order", "pk"),
        label=_("For what"),
        required=False,
        to_field_name="public_id",
    )
    given_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
        help_text=_("Only if they gave it to you. The receipt goes there; without one, none is sent."),
    )
    language = forms.ChoiceField(label=_("Language of the receipt"), choices=lambda: settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        fundraiser, designation = cleaned.get("fundraiser"), cleaned.get("designation")
        if fundraiser is not None and "amount" in cleaned:
            try:
                cleaned["amount"] = read_amount(cleaned["amount"], fundraiser.currency)
            except ValueError:
                self.add_error("amount", ValidationError(_("Write an amount like 25 or 12.50.")))
        if designation is not None and designation.fundraiser != fundraiser:
            self.add_error("designation", ValidationError(_("This belongs to another fundraiser.")))
        return cleaned

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"].strip()
        try:
            found = typed if not typed or canonical_address(typed) else ""
        except BadAddress:
            raise ValidationError(_("This is no address that mail could go to.")) from None
        if read_by_others(found):
            raise ValidationError(
                _("A school, an employer or a target can read mail sent there. Leave it empty.")
            )
        return found


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EnterGiftView(Guarded, WagtailAdminTemplateMixin, View):
    """The form on GET; on POST the gift counts, and its receipt goes out."""

    permission = CAN_ENTER
    template_name = "donations/admin/form.html"
    header_icon = "plus"
    page_title = _("Enter a check or transfer")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return gifts_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(OfflineForm(initial={"day": utc_today(), "language": get_language()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OfflineForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            try:
                gift = enter_gift(
                    fundraiser=said["fundraiser"],
                    amount=said["amount"],
                    day=said["day"],
                    details=DonationDetails(
                        email=said["email"], given_name=said["given_name"], family_name=said["family_name"]
                    ),
                    language=said["language"],
                    designation=said["designation"],
                    actor=Actor.staff(self.staff),
                )
            except AmountRefused:
                form.add_error("amount", _("Write an amount like 25 or 12.50."))
            except DayRefused:
                form.add_error("day", _("This day is still to come."))
            else:
                messages.success(request, _("The gift is entered, and counts."))
                return redirect(gift_url(gift))
        return self.draw(form, status=422)

    def draw(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            says=_("It counts at once. Whether it belongs to the drive is told by its day."),
            button=_("Enter it"),
            back_url=gifts_url(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
