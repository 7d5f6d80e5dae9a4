"""Reads that matter, named. What staff read begins with ``visible_to(user)``."""

from typing import Any

from django.contrib.auth.models import PermissionsMixin
from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Action, Campaign
from privacy.roles import Role
from privacy.scopes import AnyUser


def acted(**asked: Any) -> Q:
    """A condition on Supporter: who did one deed that is all of this. Filters and segments ask it."""
    return Q(Exists(Action.objects.filter(supporter=OuterRef("pk"), **asked)))


def visible_campaigns(user: AnyUser) -> QuerySet[Campaign]:
    """The campaigns ``user`` may see: of whose team they are; all for administrators."""
    ids = visible_campaign_ids(user)
    everything: QuerySet[Campaign] = Campaign.objects.all()
    return everything if ids is None else everything.filter(pk__in=ids)


def visible_campaign_ids(user: AnyUser) -> set[int] | None:
    """Ids of these campaigns, None meaning all: what this app tells the scope registry."""
    if not (isinstance(user, PermissionsMixin) and user.is_active):
        return set()
    if user.is_superuser or user.groups.filter(name=Role.ADMINISTRATORS).exists():
        return None
    return set(Campaign.objects.filter(team__user=user).values_list("pk", flat=True))
