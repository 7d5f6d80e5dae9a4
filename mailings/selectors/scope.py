"""Whose mailings somebody may see; every staff read begins here."""

from django.db.models import QuerySet

from mailings.models import Mailing, Series
from privacy.scopes import AnyUser, visible_ids

# Whoever may write any mailing works for all campaigns.
CAN_WRITE = "countersign_mailings.add_mailing"


def visible_to(user: AnyUser) -> QuerySet[Mailing]:
    """All for those who write them; for others those of their campaigns. The newest first."""
    rows = Mailing.objects.select_related("campaign", "sender", "wrapper").order_by("-pk")
    ids = _campaigns_of(user)
    return rows if ids is None else rows.filter(campaign__in=ids)


def series_visible_to(user: AnyUser) -> QuerySet[Series]:
    """The same of series, by name."""
    rows = Series.objects.select_related("campaign", "list").order_by("name", "pk")
    ids = _campaigns_of(user)
    return rows if ids is None else rows.filter(campaign__in=ids)


def _campaigns_of(user: AnyUser) -> set[int] | None:
    return None if user.has_perm(CAN_WRITE) else visible_ids("campaigns", user)
