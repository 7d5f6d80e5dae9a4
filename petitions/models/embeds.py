"""A partner's pages that show our form: which may, and which form."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition
from privacy.days import ChangedDayField, utc_today
from supporters.models import Partner


class PartnerOrigin(models.Model):
    """Scheme, host and port of pages on which a partner may show forms of ours in a frame.

    Written by ``services.allow_origin()``, in the one spelling of ``petitions.origins``.
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
            models.UniqueConstraint(fields=["partner", "origin"], name="countersign_origin_once"),
            models.CheckConstraint(
                condition=Q(origin__startswith="https://")
                | Q(origin__startswith="http://localhost")
                | Q(origin__startswith="http://127.0.0.1"),
                name="countersign_origin_is_safe",
            ),
        ]

    def __str__(self) -> str:
        return self.origin


class Embed(models.Model):
    """The form of one petition on the pages of one partner.

    Its token (``petitions.embed_links``) holds petition and partner, signed, so none can be made of
    another's. Ended, never deleted: pages elsewhere go on asking for it and are told so.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="embeds", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    # On the signatures that come by it. Holds a colon, which no code of a link can hold.
    source = models.CharField(max_length=50, editable=False)
    is_live = models.BooleanField(default=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("embedded form")
        verbose_name_plural = _("embedded forms")
        constraints = [
            models.UniqueConstraint(fields=["petition", "partner"], name="countersign_one_embed_each"),
            models.UniqueConstraint(fields=["petition", "source"], name="countersign_embed_source"),
        ]

    def __str__(self) -> str:
        return f"Embed {self.public_id.hex[:4].upper()}"
