"""What all staff's views of petitions share: whose petition, with which right.

Everybody sees masked data of their own campaigns only. Absent and not yours look the same.
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from petitions import selectors
from petitions.models import Petition, Signature
from petitions.models.exports import MAY_EXPORT
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded
from supporters.models import Organization

CAN_SEE = "countersign_petitions.view_signature"
CAN_ACT = "countersign_petitions.change_signature"
CAN_RULE = "countersign_petitions.change_petition"
CAN_SEE_PLACES = "countersign_petitions.view_place"
CAN_OPEN_PLACES = "countersign_petitions.add_place"
CAN_CHANGE_PLACES = "countersign_petitions.change_place"
CAN_DECIDE_NOTICES = "countersign_petitions.change_recruiternotice"
CAN_SEE_DELIVERIES = "countersign_petitions.view_delivery"
CAN_PLAN_DELIVERIES = "countersign_petitions.add_delivery"
CAN_DELIVER = "countersign_petitions.change_delivery"
CAN_EXPORT_NAMES = "countersign_petitions.export_names"
CAN_ENTER_PAPER = "countersign_petitions.add_paperbatch"
CAN_SIFT = "countersign_petitions.change_fraudrule"
CAN_EXPORT = MAY_EXPORT
CAN_WRITE = "countersign_petitions.add_signernews"
CAN_DECIDE = "countersign_petitions.change_placeproposal"

CAN_SEE_COMMENTS = "countersign_petitions.view_comment"
CAN_DECIDE_COMMENTS = "countersign_petitions.change_comment"
CAN_SEE_REPORTS = "countersign_petitions.view_pagereport"
CAN_DECIDE_REPORTS = "countersign_petitions.change_pagereport"
CAN_SEE_EMBEDS = "countersign_petitions.view_embed"
CAN_OFFER_EMBEDS = "countersign_petitions.add_embed"
CAN_CHANGE_EMBEDS = "countersign_petitions.change_embed"
CAN_SEE_ORGANIZERS = "countersign_petitions.view_campusorganizer"
CAN_INVITE = "countersign_petitions.add_campusorganizer"
CAN_ADD_UPDATES = "countersign_petitions.add_update"
CAN_TELL = "countersign_petitions.change_update"
CAN_SEE_NEWS = "countersign_petitions.view_signernews"
CAN_MAIL = "countersign_petitions.change_signernews"


def may_pack_names(user: AnyUser) -> bool:
    """Whether packs with names are theirs to make and take.

    Nobody's where names leave only once a second person agreed: then they leave as a table (Export).
    """
    return user.has_perm(CAN_EXPORT_NAMES) and not Organization.load().exports_need_two


def own_petition(user: AnyUser, public_id: UUID) -> Petition:
    """One of the petitions this user may see. Raises Http404."""
    petition = selectors.visible_to(user).filter(public_id=public_id).first()
    if petition is None:
        raise Http404
    return petition


def own_signature(user: AnyUser, petition: UUID, signature: UUID) -> Signature:
    """One of the signatures this user may see, with its petition and supporter. Raises Http404."""
    rows = selectors.signatures_visible_to(user).select_related("petition__campaign", "supporter")
    row = rows.filter(public_id=signature, petition__public_id=petition).first()
    if row is None:
        raise Http404
    return row


class OfPetition(Guarded):
    """Views of one of the petitions this user may see."""

    kwargs: dict[str, Any]

    @cached_property
    def petition(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])


def petition_trail(petition: Petition) -> list[dict[str, Any]]:
    """Breadcrumbs down to one petition's signatures."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("petition:index"), "label": _("Petitions")},
        {"url": reverse("petition:signatures", args=[petition.public_id]), "label": petition.name},
    ]
