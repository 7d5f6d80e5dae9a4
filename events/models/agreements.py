"""What people agree to before they come, in versions."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.enums import AgreementKey
from privacy.days import utc_today
from privacy.localized import LocalizedTextField


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def newest(self) -> "AgreementQuerySet":
        """The version of each that is agreed to today."""
        later = Agreement.objects.filter(key=models.OuterRef("key"), version__gt=models.OuterRef("version"))
        return self.filter(~models.Exists(later))


class Agreement(models.Model):
    """One version of an agreement; never changed once written: a change is the next version."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(_("about"), max_length=20, choices=AgreementKey)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    name = LocalizedTextField(_("name"), longest=80)
    words = LocalizedTextField(_("words"))
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="countersign_agreement_version"),
            models.CheckConstraint(
                condition=Q(key__in=AgreementKey.values), name="countersign_agreement_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name.best(get_language() or "")[0] or str(self.get_key_display())
