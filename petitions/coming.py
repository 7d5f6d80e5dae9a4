"""What of petitions has a day that comes: their last one, and when they are handed over."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from petitions import selectors
from petitions.enums import RUNNING, NewsState
from petitions.models import SignerNews
from privacy.dashboard import Coming
from privacy.days import utc_today
from privacy.scopes import AnyUser

CAN_SEE = "countersign_petitions.view_signature"
CAN_SEE_DELIVERIES = "countersign_petitions.view_delivery"
MOST = 12


def coming_of(user: AnyUser, until: date) -> Iterable[Coming] | None:
    """Last days and deliveries of this user's campaigns, the next of each: three queries at most."""
    sees, sees_deliveries = user.has_perm(CAN_SEE), user.has_perm(CAN_SEE_DELIVERIES)
    if not (sees or sees_deliveries):
        return None
    visible = selectors.visible_to(user)
    found: list[Coming] = []
    if sees:
        ending = visible.filter(state__in=RUNNING, closes__gte=utc_today(), closes__lte=until)
        found += [
            Coming(
                day=petition.closes,
                kind=gettext("Last day"),
                label=petition.name,
                url=reverse("petition:overview", args=[petition.public_id]),
                about=petition.public_id,
            )
            for petition in ending.order_by("closes", "pk")[:MOST]
            if petition.closes is not None
        ]
    if sees_deliveries:
        for delivery in selectors.planned_among(visible, at_most=MOST):
            if delivery.day > until:
                continue
            name = delivery.petition.name
            found.append(
                Coming(
                    day=delivery.day,
                    kind=gettext("To be handed over"),
                    label=f"{name}, {delivery.campus}" if delivery.campus else name,
                    url=reverse("petition:delivery", args=[delivery.petition.public_id, delivery.public_id]),
                    about=delivery.petition.public_id,
                )
            )
    return found


def announced(ids: Collection[UUID]) -> set[UUID]:
    """The petitions of which a message to signers waits for somebody or is being sent. One query."""
    under_way = SignerNews.objects.filter(state__in=(NewsState.PROPOSED, NewsState.APPROVED))
    return set(under_way.filter(petition__public_id__in=ids).values_list("petition__public_id", flat=True))
