"""A political effort with a goal, and the users who run it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from campaigns.enums import CampaignState, TeamRole
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField
from supporters.models import List


class Campaign(ClusterableModel):
    """A political effort with a goal (never an e-mail blast).

    Made by ``services.start_campaign()``, which makes its list of news with it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = LocalizedTextField(_("title"), longest=200)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    state = models.CharField(_("state"), max_length=6, choices=CampaignState, default=CampaignState.DRAFT)
    first_language = models.CharField(
        _("first language"), max_length=10, help_text=_("The language shown where a translation is missing.")
    )
    # The list a signer joins by "yes, news of this campaign".
    news_list = models.OneToOneField(
        List, models.PROTECT, related_name="campaign", editable=False, verbose_name=_("list of news")
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CampaignState.values), name="countersign_campaign_state"
            ),
        ]

    def __str__(self) -> str:
        return self.title_in(get_language() or "")

    def title_in(self, language: str) -> str:
        """The title in ``language``, else in the first language it has."""
        text, _found = self.title.best(language)
        return text or self.slug


class CampaignMember(models.Model):
    """One user in one campaign's team: who may see its counts, rosters and masked rows."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=9, choices=TeamRole, default=TeamRole.ORGANIZER)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "user"], name="countersign_one_role_each"),
            models.CheckConstraint(condition=Q(role__in=TeamRole.values), name="countersign_team_role"),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"
