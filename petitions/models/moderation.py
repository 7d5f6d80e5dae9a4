"""What visitors find wrong with a page, and who of the staff decided what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ReportState
from campaigns.models import Report
from petitions.enums import ModerationDeed
from petitions.models.petitions import Petition
from petitions.models.places import Place
from privacy.days import utc_today


class PageReport(Report):
    """Something is wrong with a page of a petition. Its words go with the rest, as ``Report`` says."""

    # Indexed below, with the state.
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="reports", db_index=False)
    # On the page of which campus; empty: on the petition's own.
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("report of a page")
        verbose_name_plural = _("reports of pages")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="countersign_report_state"
            ),
            # What was dealt with holds no words any more.
            models.CheckConstraint(
                condition=Q(state=ReportState.WAITING) | Q(sealed__isnull=True),
                name="countersign_report_emptied",
            ),
        ]
        indexes = [
            models.Index(fields=["petition", "state"], name="countersign_report_list"),
            models.Index(fields=["place"], name="countersign_report_place", condition=Q(place__isnull=False)),
        ]


class ModerationDecision(models.Model):
    """Who decided what, on which day: of a comment or a report, never a word of it. Kept 180 days."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="+")
    # Kept when the account goes.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deed = models.CharField(_("decision"), max_length=9, choices=ModerationDeed)
    # The public id of the comment or report, which leads nowhere once that is gone.
    about = models.UUIDField()
    day = models.DateField(_("day"), default=utc_today)

    class Meta:
        verbose_name = _("decision of a moderator")
        verbose_name_plural = _("decisions of moderators")
        constraints = [
            models.CheckConstraint(
                condition=Q(deed__in=ModerationDeed.values), name="countersign_moderation_deed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.day}"
