"""What all staff's views of gifts share: who may see which, and the way back.

Donors are for Treasurers alone, masked; organizers see what their own campaigns' fundraisers raised.
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from donations.models import Donation, Fundraiser
from donations.selectors.scope import gifts_visible_to, visible_to
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded, trail

CAN_VIEW = "countersign_donations.view_fundraiser"
CAN_EDIT = "countersign_donations.change_fundraiser"
CAN_SEE_TOTALS = "countersign_donations.see_gift_totals"
CAN_SEE_GIFTS = "countersign_donations.view_donation"
CAN_ENTER = "countersign_donations.add_donation"
CAN_REFUND = "countersign_donations.refund_donation"
CAN_EXPORT = "countersign_donations.export_donations"
CAN_SEE_EMBEDS = "countersign_donations.view_embed"
CAN_OFFER_EMBEDS = "countersign_donations.add_embed"
CAN_CHANGE_EMBEDS = "countersign_donations.change_embed"
CAN_SEE_RECURRING = "countersign_donations.view_recurringdonation"
CAN_SEE_PAYOUTS = "countersign_donations.view_payout"

# So many are drawn as bars.
DAYS = 30


def own_fundraiser(user: AnyUser, public_id: UUID) -> Fundraiser:
    """One of the fundraisers this user may see. Raises Http404."""
    fundraiser = visible_to(user).filter(public_id=public_id).first()
    if fundraiser is None:
        raise Http404
    return fundraiser


class OfFundraiser(Guarded):
    """Views of one of the fundraisers this user may see."""

    kwargs: dict[str, Any]

    @cached_property
    def fundraiser(self) -> Fundraiser:
        return own_fundraiser(self.request.user, self.kwargs["fundraiser"])


class OfGift(Guarded):
    """Views of one gift, for whoever keeps the books."""

    kwargs: dict[str, Any]

    @cached_property
    def gift(self) -> Donation:
        rows = gifts_visible_to(self.request.user).select_related("receipt")
        gift = rows.filter(public_id=self.kwargs["gift"]).first()
        if gift is None:
            raise Http404
        return gift


def fundraiser_url(fundraiser: Fundraiser) -> str:
    """Where staff see how a fundraiser stands, and what is to be done next."""
    return reverse("fundraiser:overview", args=[fundraiser.public_id])


def gift_url(gift: Donation) -> str:
    """Where those who keep the books see one gift."""
    return reverse("fundraiser:gift", args=[gift.public_id])


def gifts_url() -> str:
    return reverse("fundraiser:gifts")


def fundraisers_trail(*labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the list of fundraisers to the page itself."""
    return trail(*labels, above=[(reverse("fundraiser:index"), _("Fundraisers"))])


def fundraiser_trail(fundraiser: Fundraiser, *labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through one fundraiser to the page itself."""
    above = [
        (reverse("fundraiser:index"), _("Fundraisers")),
        (fundraiser_url(fundraiser), fundraiser.name),
    ]
    return trail(*labels, above=above)


def gifts_trail(*labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the list of gifts to the page itself."""
    return trail(*labels, above=[(gifts_url(), _("Gifts"))])
