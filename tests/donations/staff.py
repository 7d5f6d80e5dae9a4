"""Members of staff, for tests of their pages of gifts."""

from django.contrib.auth.models import Group, User

from campaigns.models import Campaign, CampaignMember
from campaigns.roles import top_up_groups


def member(*groups: str, campaign: Campaign | None = None, name: str = "") -> User:
    """Somebody in these groups, in the team of this campaign."""
    top_up_groups()
    user = User.objects.create_user(name or f"staff{User.objects.count()}", email="staff@example.org")
    user.groups.set(Group.objects.filter(name__in=groups))
    if campaign is not None:
        CampaignMember.objects.create(campaign=campaign, user=user)
    return user
