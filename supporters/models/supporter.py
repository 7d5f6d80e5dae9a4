"""A supporter, and the blind indexes by which one is found."""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.indexes import IndexKind
from privacy.masking import mask_address, mask_name, mask_phone
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape
from supporters.enums import SupporterState
from supporters.models.tags import Tag


@dataclass(frozen=True)
class SupporterDetails(SealedShape):
    """What is sealed about a supporter. ``email`` is the address as typed; mail goes there."""

    VERSION: ClassVar[int] = 2

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    postal_code: str = ""
    # Answers to the organization's own questions, by the question's key.
    custom: dict[str, Any] = field(default_factory=dict)
    # Other addresses that are this person's, as typed: they are known by them, no mail goes there.
    further_emails: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Every address this person is known by; the first is the one that mail goes to."""
        return [address for address in (self.email, *self.further_emails) if address]

    @property
    def masked_name(self) -> str:
        """First name and initial, as staff see it."""
        return mask_name(self.given_name, self.family_name)

    @property
    def masked_email(self) -> str:
        """The address as staff and link holders see it (m•••@g•••.org)."""
        return mask_address(self.email) if self.email else ""

    @property
    def masked_further(self) -> list[str]:
        """The further addresses, masked like the first."""
        return [mask_address(address) for address in self.further_emails]

    @property
    def masked_phone(self) -> str:
        """The last two digits, as staff see it."""
        return mask_phone(self.phone) if self.phone else ""


@SupporterDetails.upgrades(1)
def _at_one_address(data: dict[str, Any]) -> dict[str, Any]:
    """Before records could be merged, everybody had one address."""
    return {**data, "further_emails": []}


def first_of_month() -> Any:
    """The running month (UTC), as its first day: the finest trace of activity that is kept."""
    return utc_today().replace(day=1)


class Supporter(SealedModel):
    """A person in the database.

    Rows come in through ``services.admit_supporter()`` and ``jobs.import_people`` only, and go through
    ``services.erase_supporter()``. Never a snippet, never indexed, never with revisions:
    Wagtail would write names into its log, its search index and a cookie.
    """

    seal_domain: ClassVar[str] = "supporter"
    Sealed: ClassVar[type[SealedShape]] = SupporterDetails

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    joined = models.DateField(_("joined"), default=utc_today, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    # From the postal code's first part; the rest of it is sealed.
    region = models.CharField(_("region"), max_length=3, blank=True)
    # The language of the page they last acted on.
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(max_length=12, choices=SupporterState, default=SupporterState.ACTIVE)
    # The month of their last deed, gift or button pressed in a mail; no clicks, no opens.
    active_month = models.DateField(default=first_of_month, editable=False)
    # After how many silent months they were last asked whether to stay; 0 since their last deed.
    asked_months = models.PositiveSmallIntegerField(default=0, editable=False)
    # The day on which the daily task first found nothing live left; empty while something is.
    idle_since = models.DateField(null=True, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="supporters", verbose_name=_("tags"))

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SupporterState.values), name="countersign_supporter_state"
            ),
            models.CheckConstraint(
                condition=models.Q(active_month__day=1), name="countersign_supporter_whole_month"
            ),
        ]
        indexes = [
            # The file is read newest first, whole or by region.
            models.Index(fields=["joined", "id"], name="countersign_supporter_joined"),
            models.Index(fields=["region", "joined", "id"], name="countersign_supporter_region"),
            models.Index(fields=["active_month"], name="countersign_supporter_month"),
            models.Index(
                fields=["idle_since"],
                name="countersign_supporter_idle",
                condition=models.Q(idle_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Supporter %(mark)s") % {"mark": self.public_id.hex[:4].upper()}


class SubjectIndex(models.Model):
    """One blind index of a supporter: how an address or a phone number finds its row.

    A supporter may have many; an address belongs to one supporter, a phone may be shared.
    """

    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="indexes")
    kind = models.CharField(max_length=5, choices=IndexKind)
    index = models.BinaryField(max_length=32)
    idx_version = models.PositiveSmallIntegerField()
    # Version of the canonical rules that the value went through.
    rules_version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("subject index")
        verbose_name_plural = _("subject indexes")
        constraints = [
            models.UniqueConstraint(
                fields=["supporter", "kind", "index"], name="countersign_index_once_per_supporter"
            ),
            models.UniqueConstraint(
                fields=["index"],
                name="countersign_one_supporter_per_address",
                condition=models.Q(kind=IndexKind.EMAIL),
            ),
        ]
        indexes = [models.Index(fields=["kind", "index"], name="countersign_subject_index")]

    def __str__(self) -> str:
        return f"SubjectIndex {self.pk}"
