"""Who is in the team of a campaign."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from campaigns.enums import TeamRole
from campaigns.models import Campaign, CampaignMember
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.ledger import log_access


def join_teams(*, user: Any, campaigns: Iterable[Campaign], role: TeamRole, actor: Actor) -> None:
    """Have a user be in the teams of these campaigns, in this role; logged for each where that is new.

    Whoever is in a team already has this role there from now on.
    """
    with transaction.atomic():
        for campaign in campaigns:
            with watch_team(campaign=campaign, actor=actor):
                CampaignMember.objects.update_or_create(campaign=campaign, user=user, defaults={"role": role})


@contextmanager
def watch_team(*, campaign: Campaign, actor: Actor) -> Iterator[None]:
    """Log it where the team is another one after the block, in one transaction with it: who is in it sees
    the people of this campaign."""
    with transaction.atomic():
        before = _standing(campaign)
        yield
        changed = before ^ _standing(campaign)
        if changed:
            count = len({user for user, _role in changed})
            log_access(user=actor.user, deed=AccessDeed.STAFF_CHANGED, kinds=["team"], count=count)


def _standing(campaign: Campaign) -> set[tuple[int, str]]:
    return set(CampaignMember.objects.filter(campaign=campaign.pk).values_list("user_id", "role"))
