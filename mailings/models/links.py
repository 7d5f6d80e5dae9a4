"""Links of mailings, and how often they were followed: in total, by the hour."""

from secrets import choice
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mailings.enums import Variant
from mailings.models.mailing import CODE_LETTERS, Mailing
from privacy.days import utc_today


def new_code() -> str:
    """What stands after ``/s/``: the same in every copy of the mail, so it says nothing of whom."""
    return "".join(choice(CODE_LETTERS) for _letter in range(10))


class MailLink(models.Model):
    """Where one link of one mailing leads; one for each wording and language."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="links", db_index=False)
    variant = models.CharField(max_length=1, choices=Variant)
    language = models.CharField(max_length=10)
    url = models.URLField(_("where it leads"), max_length=500)
    label = models.CharField(_("label"), max_length=200, blank=True)
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("link of a mailing")
        verbose_name_plural = _("links of mailings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "variant", "language", "url"], name="countersign_one_link_each"
            ),
            models.CheckConstraint(condition=Q(variant__in=Variant.values), name="countersign_link_variant"),
        ]

    def __str__(self) -> str:
        return self.code


class LinkHour(models.Model):
    """How often a link was followed in one hour, by anybody: nobody is told apart."""

    link = models.ForeignKey(MailLink, models.CASCADE, related_name="hours", db_index=False)
    hour = models.DateTimeField()
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("hourly count of a link")
        verbose_name_plural = _("hourly counts of links")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["link", "hour"], name="countersign_one_link_hour_each")
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.visits}"
