"""A partner's pages that show forms of ours: which may, and what every embedded form has."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.days import ChangedDayField, utc_today
from supporters.models import Partner


class PartnerOrigin(models.Model):
    """Scheme, host and port of pages on which a partner may show forms of ours in a frame.

    Written by ``services.allow_origin()``, in the one spelling of ``campaigns.origins``.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+", db_index=False)
    origin = models.CharField(_("address of the site"), max_length=200)
    created = models.DateField(_("day"), default=utc_today, editable=False)

    class Meta:
        verbose_name = _("site of a partner")
        verbose_name_plural = _("sites of partners")
        ordering = ["origin"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "origin"], name="countersign_partner_origin_once"),
            models.CheckConstraint(
                condition=Q(origin__startswith="https://")
                | Q(origin__startswith="http://localhost")
                | Q(origin__startswith="http://127.0.0.1"),
                name="countersign_partner_origin_is_safe",
            ),
        ]

    def __str__(self) -> str:
        return self.origin


class EmbeddedForm(models.Model):
    """The form of one petition or event on the pages of one partner; each app has its own table of them.

    Its token (``campaigns.embed_tokens``) holds what it is of and the partner, signed, so none can be made
    of another's. Ended, never deleted by hand: pages elsewhere go on asking for it and are told so.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    # On the deeds that come by it. Holds a colon, which no code of a link can hold.
    source = models.CharField(max_length=50, editable=False)
    is_live = models.BooleanField(default=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        abstract = True
        verbose_name = _("embedded form")
        verbose_name_plural = _("embedded forms")

    def __str__(self) -> str:
        return f"Embed {self.public_id.hex[:4].upper()}"

    @property
    def shows(self) -> Any:
        """The petition or event whose form it is."""
        raise NotImplementedError
