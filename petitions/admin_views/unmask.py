"""One look at one record, for a reason, after it was logged."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from petitions import selectors, services
from petitions.admin_views.common import CAN_ACT, own_signature, petition_trail
from petitions.exceptions import SignatureGone
from petitions.models import Signature
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.choices import AccessReason
from privacy.staff_views import LookView


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class UnmaskView(LookView):
    """One signature of one's own campaigns."""

    permission = CAN_ACT
    page_title = _("One signature")
    back_label = _("Back to the signatures")
    gone = SignatureGone

    @cached_property
    def signature(self) -> Signature:
        return own_signature(self.request.user, self.kwargs["petition"], self.kwargs["signature"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.signature.petition), {"url": "", "label": self.page_title}]

    def back_url(self) -> str:
        return reverse("petition:signatures", args=[self.signature.petition.public_id])

    def look(self, reason: AccessReason, actor: Actor) -> Mapping[str, str]:
        return services.unmask_signature(signature=self.signature, reason=reason, actor=actor)

    def masked(self) -> Sequence[tuple[Any, str]]:
        [masked] = selectors.masked_signers([self.signature])
        return [
            (_("Name"), masked.name),
            (_("Address"), masked.email),
            (_("State"), self.signature.get_state_display()),
            (_("Day"), date_format(self.signature.created, "SHORT_DATE_FORMAT")),
        ]
