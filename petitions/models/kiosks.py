"""A form on a table: which tablets' link is open, where, and until when. Nothing about the tablet."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition
from petitions.models.places import Place
from privacy.days import utc_today

# What marks the source of a signature that came by such a form. The code of a link holds no colon, so
# nobody can claim one with an address.
TABLE_SOURCE = "table:"
MOST_DAYS = 7


def without_table(source: str) -> str:
    """What an Action may say of its signature's source: nothing of a table, which beside supporter and day
    would tell who stood where and when. Totals go by the signature's."""
    return "" if source.startswith(TABLE_SOURCE) else source


class KioskQuerySet(models.QuerySet["Kiosk"]):
    def live(self) -> "KioskQuerySet":
        """Those whose link still opens the form."""
        return self.filter(ends__gt=timezone.now())


class Kiosk(models.Model):
    """A petition's form for people who sign one after the other on one device.

    The link is good until ``ends``, whatever the token's own time; a day later the row is gone. Made by
    ``services.open_kiosk()``, ended by ``end_kiosk()``.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="kiosks")
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("place")
    )
    # On the signatures that come by it.
    source = models.CharField(max_length=50, editable=False)
    # In which each next person finds it.
    language = models.CharField(_("language"), max_length=10)
    ends = models.DateTimeField(_("ends"), db_index=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = KioskQuerySet.as_manager()

    class Meta:
        verbose_name = _("form on a table")
        verbose_name_plural = _("forms on tables")
        constraints = [
            models.CheckConstraint(
                condition=Q(source__startswith=TABLE_SOURCE), name="countersign_kiosk_source"
            ),
        ]

    def __str__(self) -> str:
        return f"Table {self.public_id.hex[:4].upper()}"

    @property
    def code(self) -> str:
        """What staff called it."""
        return self.source.removeprefix(TABLE_SOURCE)
