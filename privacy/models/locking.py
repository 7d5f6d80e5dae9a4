"""What waits for the vault to be unlocked, without anybody's address."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today


class AfterUnlock(models.Model):
    """Something a person asked for while the vault was locked, which needs their address to be done.

    Written and emptied by ``privacy.after_unlock`` only. What stops mail was done at once; this row is
    what is left of it, and gone when it is done.
    """

    # Which app does it: the name it registered.
    kind = models.CharField(max_length=40)
    # Public ids: whom it is about, and what of theirs.
    ref = models.UUIDField()
    extra = models.UUIDField(null=True)
    until = models.DateField(null=True)
    # What failed three times waits for somebody to look, and keeps no mail from going.
    tries = models.PositiveSmallIntegerField(default=0)
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("wish that waits for the unlocking")
        verbose_name_plural = _("wishes that wait for the unlocking")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Waits {self.pk} ({self.kind})"
