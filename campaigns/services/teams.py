"""Who is in the team of a campaign."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from campaigns.enums import TeamRole
from campaigns.models import Campaign, CampaignMember
from privacy.actors import Actor


def join_teams(*, user: Any, campaigns: Iterable[Campaign], role: TeamRole, actor: Actor) -> int:
    """Have a user be in the teams of these campaigns, in this role; returns of how many they were not yet.

    Whoever is in a team already has this role there from now on.
    """
    with transaction.atomic():
        made = [
            CampaignMember.objects.update_or_create(campaign=campaign, user=user, defaults={"role": role})[1]
            for campaign in campaigns
        ]
    return sum(made)
