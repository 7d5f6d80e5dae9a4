"""Recruiters that come to a campus, as visitors tell of them."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from petitions.enums import NoticeState
from petitions.models.places import Place
from privacy.days import utc_day, utc_today

# Of an address; what is longer holds more than where a page is.
LONGEST_URL = 300
# Behind UTC is the last place on earth where a day still lasts.
LAST_ZONE = timedelta(hours=12)


def day_not_over(now: datetime | None = None) -> date:
    """The earliest day that is not over everywhere."""
    return utc_day((now or timezone.now()) - LAST_ZONE)


class RecruiterNoticeQuerySet(models.QuerySet["RecruiterNotice"]):
    def waiting(self) -> "RecruiterNoticeQuerySet":
        """Those on which nobody has decided, for a day that still comes."""
        return self.filter(state=NoticeState.HELD, day__gte=day_not_over())

    def shown(self) -> "RecruiterNoticeQuerySet":
        """Those that the public sees: approved, until their day is over."""
        return self.filter(state=NoticeState.APPROVED, day__gte=day_not_over())


class RecruiterNotice(models.Model):
    """A recruiter is coming to a campus: which one, the day, a public page that says so.

    Nothing of who told us is kept, and there is no field for words. Declined ones are deleted at once,
    unread ones after 30 days, approved ones 30 days after their day.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Indexed below, with the day.
    place = models.ForeignKey(Place, models.CASCADE, related_name="recruiter_notices", db_index=False)
    day = models.DateField(_("day"))
    url = models.URLField(_("public page"), max_length=LONGEST_URL)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=8, choices=NoticeState, default=NoticeState.HELD)
    created = models.DateField(default=utc_today, editable=False)

    objects = RecruiterNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a recruiter")
        verbose_name_plural = _("notices of recruiters")
        constraints = [
            # Many see the same announcement: moderators read it once.
            models.UniqueConstraint(fields=["place", "day", "url"], name="countersign_noticed_once"),
            models.CheckConstraint(
                condition=Q(state__in=NoticeState.values), name="countersign_notice_state"
            ),
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="countersign_notice_link"),
        ]

    def __str__(self) -> str:
        return f"Notice {self.public_id.hex[:4].upper()}"

    @property
    def shown_url(self) -> str:
        """Host and path, as they are read."""
        return self.url.removeprefix("https://").partition("?")[0].rstrip("/")
