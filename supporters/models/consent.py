"""The words people were asked with, and the ledger of their answers."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.models.ledger import SubjectLedgerRow
from supporters.enums import ConsentHow
from supporters.models.lists import Partner


class ConsentWording(models.Model):
    """One question of consent, word for word, in one language.

    A row never changes once it is written: the database refuses it (see ``guards``).
    Other words are a new version, made by ``services.publish_wording()``.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # What is asked, for the code: "petitions.news".
    key = models.CharField(_("key"), max_length=60)
    version = models.PositiveIntegerField(_("version"), editable=False)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"))
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wordings",
        verbose_name=_("partner"),
        help_text=_("Leave empty if people say yes to us."),
    )
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        ordering = ["key", "partner", "-version", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version", "language"],
                name="countersign_wording_once",
                condition=models.Q(partner__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["partner", "key", "version", "language"],
                name="countersign_partner_wording_once",
                condition=models.Q(partner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version} ({self.language})"


class Consent(SubjectLedgerRow):
    """One answer to one wording, in the ledger; names its person only by ``subject_id``.

    Every field may be empty: erasing a person blanks the row and keeps its hash.
    """

    ledger_fields = ("wording_id", "list_id", "answer", "how", "day")

    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, related_name="+")
    # public_id of the list the answer was about, if any; no key, so that a list can go.
    list_id = models.UUIDField(null=True)
    answer = models.BooleanField(null=True)
    how = models.CharField(max_length=5, choices=ConsentHow, null=True)
    day = models.DateField(null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"Consent {self.pk}"
