"""One look at one record, for a reason, after it was logged."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from petitions import selectors
from petitions.admin_views.common import CAN_ACT, Guarded, own_signature, petition_trail
from petitions.models import Signature
from privacy.audiences import Audience, audience
from privacy.choices import AccessDeed, AccessReason
from privacy.exceptions import SealedError
from privacy.ledger import log_access


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
        details = self.open(AccessReason(form.cleaned_data["reason"]))
        return self.draw(form, details=details, is_gone=details is None)

    def open(self, reason: AccessReason) -> list[tuple[str, str]] | None:
        """Log, then read; None where nothing can be read any more (and nothing was logged)."""
        row = self.signature.supporter or self.signature
        with transaction.atomic():
            try:
                sealed = row.unseal()
            except SealedError:
                return None
            shown = [
                ("given_name", _("First name"), sealed.given_name),
                ("family_name", _("Last name"), sealed.family_name),
                ("email", _("Address"), sealed.email),
                ("postal_code", _("Postal code"), sealed.postal_code),
            ]
            log_access(
                user=self.staff,
                deed=AccessDeed.UNMASKED,
                kinds=[kind for kind, _label, value in shown if value],
                subject_ids=[row.subject_id] if row.subject_id else [],
                count=1,
                reason=reason,
            )
        return [(str(label), value) for _kind, label, value in shown if value]

    def draw(
        self,
        form: ReasonForm,
        *,
        details: list[tuple[str, str]] | None = None,
        is_gone: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        [masked] = selectors.masked_signers([self.signature])
        context = self.get_context_data(
            form=form, details=details, is_gone=is_gone, masked=masked, signature=self.signature
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
