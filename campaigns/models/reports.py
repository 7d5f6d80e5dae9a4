"""What visitors find wrong with a page: what every report has, and those of pages that are no petition's."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ReportReason, ReportState
from campaigns.models.campaign import Campaign
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True)
class ReportText(SealedShape):
    """What was typed: it may name whoever is shown where they should not be, so it is sealed."""

    text: str = ""


class Report(SealedModel):
    """Something is wrong with a page. Nothing of who says so is kept.

    Gone after 30 days, its text as soon as it was dealt with. ``state`` is written by
    ``services.close_report()`` only, by one conditional UPDATE. What dealt with it holds no words any more:
    each table has a constraint that says so.
    """

    seal_domain: ClassVar[str] = "report"
    Sealed: ClassVar[type[SealedShape]] = ReportText

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=8, choices=ReportReason)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=9, choices=ReportState, default=ReportState.WAITING)
    # HMAC(key of the day, all that was sent): the same report twice on one day is one.
    repeat_key = models.BinaryField(max_length=32, unique=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Report {self.public_id.hex[:4].upper()}"


class PageReport(Report):
    """Something is wrong with a page that presents no petition: an event's, or any other of the site.

    ``page_key`` is the page's ``translation_key``: in ``language`` is which of its translations.
    """

    page_key = models.UUIDField(editable=False)
    # Whose team looks after it; empty for pages of no campaign, which every moderator sees.
    campaign = models.ForeignKey(
        Campaign, models.CASCADE, null=True, editable=False, related_name="+", db_index=False
    )
    # Kept with the row; empty again when the account goes.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("report of a page")
        verbose_name_plural = _("reports of pages")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="countersign_page_report_state"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.WAITING) | Q(sealed__isnull=True),
                name="countersign_page_report_emptied",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state"], name="countersign_page_report_list")]
