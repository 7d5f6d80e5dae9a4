"""One person's name under one petition."""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.enums import NewsChoice
from campaigns.models import Action
from petitions.enums import QuarantineReason, SignatureMethod, SignatureState
from petitions.models.deliveries import Delivery
from petitions.models.fraud import FraudRun
from petitions.models.paper import PaperBatch
from petitions.models.petitions import Petition
from petitions.models.places import Affiliation, Place
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape
from supporters.models import Supporter


@dataclass(frozen=True)
class TypedSignature(SealedShape):
    """All that was typed into the form, as it waits for the button in the mail.

    ``consents`` lists ``[wording's public_id, answer, public_id of its list or ""]``; ``place`` and
    ``affiliation`` are public ids as 32 hexadecimal digits, or "".
    """

    VERSION: ClassVar[int] = 2

    email: str = ""
    given_name: str = ""
    family_name: str = ""
    postal_code: str = ""
    country: str = ""
    comment: str = ""
    news: str = NewsChoice.NO.value
    consents: list[list[Any]] = field(default_factory=list)
    name_to_target: bool = False
    show_name: bool = False
    place: str = ""
    affiliation: str = ""


@TypedSignature.upgrades(1)
def _at_no_place(data: dict[str, Any]) -> dict[str, Any]:
    """Before petitions had places, nobody chose one."""
    return {**data, "place": "", "affiliation": ""}


class SignatureQuerySet(models.QuerySet["Signature"]):
    def real(self) -> "SignatureQuerySet":
        """All but test rows, which no number and no list ever holds."""
        return self.filter(is_test=False)

    def counted(self) -> "SignatureQuerySet":
        """Signatures that count towards the public total."""
        return self.filter(state=SignatureState.CONFIRMED, is_test=False)

    def counted_or_aside(self) -> "SignatureQuerySet":
        """Signatures that count, and those put aside that may still be put back: real, and no test rows."""
        return self.filter(Q(state=SignatureState.CONFIRMED) | Q(put_aside=True), is_test=False)


class Signature(SealedModel):
    """One person's name under one petition.

    Rows are made by ``services.sign_petition()`` and ``services.enter_slip()``; only services and jobs
    of this app write ``state``, each by one conditional UPDATE and with one TotalDelta beside it. Until
    the button is pressed, what was typed lives only in this row's own sealed blob.
    """

    seal_domain: ClassVar[str] = "signature"
    Sealed: ClassVar[type[SealedShape]] = TypedSignature

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # The indexes of these two are below: one begins with the petition, one leaves out who is nobody's.
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="signatures", db_index=False)
    # Empty until confirmed, and again once the supporter is erased.
    supporter = models.ForeignKey(Supporter, models.SET_NULL, null=True, related_name="+", db_index=False)
    action = models.OneToOneField(Action, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=SignatureState, default=SignatureState.PENDING
    )
    # How it came to count; it stays when the row is emptied.
    method = models.CharField(max_length=5, choices=SignatureMethod, default=SignatureMethod.MAIL)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)
    # HMAC(petition key, canonical address): written when it counts, emptied at close.
    mark = models.BinaryField(max_length=32, null=True, editable=False)
    # Version of the index key that the mark was made with.
    mark_version = models.PositiveSmallIntegerField(null=True, editable=False)
    # HMAC(key of the day, all that was typed): the same form sent twice is one (privacy.repeats).
    repeat_key = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    # Future instants, rounded up to 10 minutes, emptied when the button is pressed.
    remind_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)

    language = models.CharField(_("language"), max_length=10)
    # From the page's own link; emptied with the supporter.
    source = models.CharField(_("source"), max_length=50, blank=True)
    # Known once it counts.
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=3, blank=True)
    # Written when it counts, kept when it is erased. Without indexes: totals tell how many, and
    # staff remove an affiliation seldom.
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    affiliation = models.ForeignKey(Affiliation, models.SET_NULL, null=True, related_name="+", db_index=False)
    # The delivery that holds it, once and for all; kept when it is erased. Indexed below.
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="+", db_index=False)
    # The same, of those to its campus's own target: apart from those of the whole petition.
    place_delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="+", db_index=False)
    # The pile in which its slip lies, for 7 days and never beside a supporter. Indexed below.
    batch = models.ForeignKey(PaperBatch, models.SET_NULL, null=True, related_name="+", db_index=False)
    news = models.CharField(max_length=10, choices=NewsChoice, blank=True)
    name_to_target = models.BooleanField(default=False)
    show_name = models.BooleanField(default=False)

    # Kept on a school's domain: one neutral mail, then none.
    on_campus_mail = models.BooleanField(default=False)
    quarantine_reason = models.CharField(max_length=13, choices=QuarantineReason, blank=True)
    # Counted until a rule or a member of staff put it in quarantine: for 30 days it keeps all that it
    # needs to count again. Not what the gate put there, which never counted.
    put_aside = models.BooleanField(default=False, editable=False)
    # Which run put it there; emptied when it is put back. Indexed below.
    run = models.ForeignKey(
        FraudRun, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # Signed from the editor's preview: goes the whole way, never counts, is gone the next day.
    is_test = models.BooleanField(default=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "supporter"],
                name="countersign_one_signature_each",
                condition=Q(supporter__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["petition", "mark"],
                name="countersign_one_mark_each",
                condition=Q(mark__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(state__in=SignatureState.values), name="countersign_signature_state"
            ),
            models.CheckConstraint(
                condition=Q(method__in=SignatureMethod.values), name="countersign_signature_method"
            ),
            models.CheckConstraint(
                condition=~Q(state=SignatureState.PENDING) | Q(expires_at__isnull=False),
                name="countersign_pending_expires",
            ),
            models.CheckConstraint(
                condition=Q(put_aside=False) | Q(state=SignatureState.QUARANTINED, is_test=False),
                name="countersign_put_aside_is_quarantined",
            ),
            # Only what counts, or may count again, has a supporter or a mark; only what counts an action.
            models.CheckConstraint(
                condition=Q(state=SignatureState.CONFIRMED)
                | Q(put_aside=True, action__isnull=True)
                | Q(supporter__isnull=True, action__isnull=True, mark__isnull=True),
                name="countersign_only_counted_is_tied",
            ),
            # Until it counts, the campus that was typed stays in the sealed blob.
            models.CheckConstraint(
                condition=~Q(state__in=[SignatureState.PENDING, SignatureState.QUARANTINED])
                | Q(put_aside=True)
                | Q(place__isnull=True, affiliation__isnull=True),
                name="countersign_only_counted_is_placed",
            ),
            models.CheckConstraint(
                condition=Q(affiliation__isnull=True) | Q(place__isnull=False),
                name="countersign_affiliated_at_a_place",
            ),
            # What is known of a person is never tied to where a slip of paper lay.
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(supporter__isnull=True),
                name="countersign_slip_is_nobodys",
            ),
            # Neither what waits nor a test is ever handed over.
            models.CheckConstraint(
                condition=Q(delivery__isnull=True, place_delivery__isnull=True)
                | Q(put_aside=True)
                | ~Q(state__in=[SignatureState.PENDING, SignatureState.QUARANTINED]) & Q(is_test=False),
                name="countersign_only_counted_is_given",
            ),
            models.CheckConstraint(
                condition=Q(place_delivery__isnull=True) | Q(place__isnull=False),
                name="countersign_given_at_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state=SignatureState.QUARANTINED) | ~Q(quarantine_reason=""),
                name="countersign_quarantine_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["petition", "state", "created"], name="countersign_signature_list"),
            models.Index(
                fields=["supporter"],
                name="countersign_signature_person",
                condition=Q(supporter__isnull=False),
            ),
            models.Index(
                fields=["expires_at"],
                name="countersign_signature_expiry",
                condition=Q(expires_at__isnull=False),
            ),
            models.Index(
                fields=["remind_at"],
                name="countersign_signature_remind",
                condition=Q(remind_at__isnull=False),
            ),
            # Those whose blob has moved on and whose key is still to be destroyed.
            models.Index(
                fields=["id"],
                name="countersign_signature_spent",
                condition=Q(sealed__isnull=True, subject_id__isnull=False),
            ),
            models.Index(fields=["created"], name="countersign_signature_test", condition=Q(is_test=True)),
            models.Index(
                fields=["batch"], name="countersign_signature_batch", condition=Q(batch__isnull=False)
            ),
            models.Index(fields=["run"], name="countersign_signature_run", condition=Q(run__isnull=False)),
            # A delivery's own, in an order that does not tell who signed before whom. No INSERT pays for it.
            models.Index(
                fields=["delivery", "public_id"],
                name="countersign_signature_given",
                condition=Q(delivery__isnull=False),
            ),
            models.Index(
                fields=["place_delivery", "public_id"],
                name="countersign_signature_at_place",
                condition=Q(place_delivery__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Signature %(mark)s") % {"mark": self.public_id.hex[:4].upper()}

    @property
    def place_slug(self) -> str:
        """The address of the campus at which it counts; "" at none, or at one that is hidden now."""
        return self.place.slug if self.place is not None and self.place.is_open else ""

    @property
    def awaits_button(self) -> bool:
        """Whether what was typed still waits for the button in the mail."""
        return self.sealed is not None and (self.state == SignatureState.PENDING or self.seems_counted)

    @property
    def seems_counted(self) -> bool:
        """Whether it counts as far as its signer may know: who is put aside is not told (PRIVACY §4.1)."""
        return self.state == SignatureState.CONFIRMED or self.put_aside
