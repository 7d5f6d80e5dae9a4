"""What of fundraisers has a day that comes: their deadlines."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from donations.admin_views.common import CAN_VIEW, fundraiser_url
from donations.enums import FundraiserState
from donations.selectors.scope import visible_to
from privacy.dashboard import Coming
from privacy.scopes import AnyUser

MOST = 12


def coming_of(user: AnyUser, until: date) -> Iterable[Coming] | None:
    """The next deadlines that this user may see: one query."""
    if not user.has_perm(CAN_VIEW):
        return None
    ending = visible_to(user).filter(
        state=FundraiserState.OPEN, deadline_at__gt=timezone.now(), deadline_at__date__lte=until
    )
    return [
        Coming(
            day=fundraiser.deadline_local.date(),
            kind=gettext("Deadline"),
            label=fundraiser.name,
            url=fundraiser_url(fundraiser),
            about=fundraiser.public_id,
        )
        for fundraiser in ending.order_by("deadline_at", "pk")[:MOST]
        if fundraiser.deadline_local is not None
    ]
