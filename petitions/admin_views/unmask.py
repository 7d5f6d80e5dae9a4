"""One look at one record, for a reason, after it was logged."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from petitions import selectors, services
from petitions.admin_views.common import CAN_ACT, Guarded, own_signature, petition_trail
from petitions.exceptions import SignatureGone, TooManyLooks
from petitions.models import Signature
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.choices import AccessReason

LABELS = {
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "email": _("Address"),
    "postal_code": _("Postal code"),
}


class ReasonForm(forms.Form):
    """Why somebody looks: one of a few reasons, nothing typed."""

    reason = forms.ChoiceField(
        label=_("Why do you need to see it?"), choices=[("", "…"), *AccessReason.choices], widget=forms.Select
    )


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class UnmaskView(Guarded, WagtailAdminTemplateMixin, View):
    """One signature: masked on GET, with the reasons; on POST in clear, after that was logged.

    The answer to the POST is the page itself and never a redirect: what is shown lies in no
    session, address or message.
    """

    permission = CAN_ACT
    template_name = "petitions/admin/unmask.html"
    header_icon = "view"
    page_title = _("One signature")

    @cached_property
    def signature(self) -> Signature:
        return own_signature(self.request.user, self.kwargs["petition"], self.kwargs["signature"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.signature.petition), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            shown = services.unmask_signature(
                signature=self.signature,
                reason=AccessReason(form.cleaned_data["reason"]),
                actor=Actor.staff(self.staff),
            )
        except SignatureGone:
            return self.draw(form, is_gone=True)
        except TooManyLooks:
            return self.draw(form, is_too_many=True, status=429)
        return self.draw(form, details=[(LABELS[name], value) for name, value in shown.items()])

    def draw(
        self,
        form: ReasonForm,
        *,
        details: list[tuple[Any, str]] | None = None,
        is_gone: bool = False,
        is_too_many: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        [masked] = selectors.masked_signers([self.signature])
        context = self.get_context_data(
            form=form,
            details=details,
            is_gone=is_gone,
            is_too_many=is_too_many,
            masked=masked,
            signature=self.signature,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
