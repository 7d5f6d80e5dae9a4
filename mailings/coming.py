"""The next mailings on the admin's front page, and what of that which is coming they announce."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from mailings.admin_views.common import CAN_VIEW, mailing_url
from mailings.enums import MailingState
from mailings.models import MailContent, Mailing
from mailings.selectors.scope import visible_to
from privacy.dashboard import Coming
from privacy.days import utc_today
from privacy.scopes import AnyUser

MOST = 12
WAITS = (MailingState.SCHEDULED, MailingState.SENDING)


def coming_of(user: AnyUser, until: date) -> Iterable[Coming] | None:
    """The next that this user may see and that wait for their hour: one query."""
    if not user.has_perm(CAN_VIEW):
        return None
    waiting = visible_to(user).filter(state=MailingState.SCHEDULED, leaves_at__date__lte=until)
    return [
        Coming(
            day=_day_of(mailing),
            kind=gettext("Mailing"),
            label=mailing.name,
            url=mailing_url(mailing),
            about=mailing.public_id,
        )
        for mailing in waiting.order_by("leaves_at", "pk")[:MOST]
    ]


def _day_of(mailing: Mailing) -> date:
    """As the clock shows it where the hour was chosen."""
    hour: datetime | None = mailing.scheduled_local or mailing.leaves_at
    return hour.date() if hour is not None else utc_today()


def announced(ids: Collection[UUID]) -> set[UUID]:
    """Those of these whose action stands in a mailing that waits for its hour or is being sent, and mailings
    themselves. One query."""
    under_way = MailContent.objects.filter(mailing__state__in=WAITS).select_related("mailing")
    found = set()
    for content in under_way:
        found.add(content.mailing.public_id)
        found |= _actions_in(content)
    return found.intersection(ids)


def _actions_in(content: MailContent) -> set[UUID]:
    refs = [block.value["action"] for block in content.body if block.block_type == "action"]
    return {ref.public_id for ref in refs if ref is not None}
