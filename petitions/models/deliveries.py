"""When, how and to whom a petition, or what one campus signed, was handed over, and what that held."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Target
from petitions.enums import DeliveryState, DeliveryWay, PackState
from petitions.models.petitions import Petition
from petitions.models.places import Place
from petitions.models.updates import Update
from privacy.days import ChangedDayField, utc_today
from privacy.files import is_expired
from privacy.localized import LocalizedTextField
from privacy.models import SealedFile


class Delivery(models.Model):
    """One handing-over of one petition: of every signature that counted and that no delivery held before.

    With a place: of what was signed there alone, to that campus's own target, and apart from those of the
    whole petition. So a signature names two deliveries at most (``held_as``). Each is written once, by the
    job that makes the pack, so no delivery skips or repeats a signature. While a delivery is planned its
    pack can be made anew, and then holds what came since; once handed over it holds no more.
    ``state`` and all of the pack are written by ``services.deliveries`` and ``jobs.packs`` only.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="deliveries")
    # Only what was signed at this campus; empty: the whole petition. Hidden places keep theirs.
    place = models.ForeignKey(
        Place, models.CASCADE, null=True, editable=False, related_name="deliveries", db_index=False
    )
    targets = models.ManyToManyField(
        Target, blank=True, related_name="+", verbose_name=_("to whom it is handed over")
    )
    state = models.CharField(
        _("state"), max_length=11, choices=DeliveryState, default=DeliveryState.PLANNED, editable=False
    )
    # Planned for, then that on which it was handed over.
    day = models.DateField(_("day"))
    way = models.CharField(_("how"), max_length=9, choices=DeliveryWay, blank=True)
    venue = models.CharField(_("where"), max_length=200, blank=True)
    note = models.TextField(
        _("note"),
        blank=True,
        max_length=2_000,
        help_text=_("For staff only, and without names of private persons."),
    )
    # The words of the cover letter; empty: ours.
    letter = LocalizedTextField(_("words of the letter"), blank=True)
    # Put on the list by the petition's schedule, and not by a member of staff.
    is_scheduled = models.BooleanField(default=False, editable=False)

    pack_state = models.CharField(max_length=6, choices=PackState, default=PackState.NONE, editable=False)
    pack_language = models.CharField(max_length=10, blank=True, editable=False)
    pack_with_names = models.BooleanField(default=False, editable=False)
    # Which run of the job makes it, and until when it may be silent before another takes over.
    pack_run = models.UUIDField(null=True, editable=False)
    pack_lease = models.DateTimeField(null=True, editable=False)
    pack_done = models.PositiveIntegerField(default=0, editable=False)
    pack_todo = models.PositiveIntegerField(default=0, editable=False)
    # Gone after 24 hours; then it is made anew where it is needed.
    pack_file = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # What the pack holds; empty until it was made for the first time.
    signatures = models.PositiveIntegerField(null=True, editable=False)
    names = models.PositiveIntegerField(null=True, editable=False)
    comments = models.PositiveIntegerField(null=True, editable=False)
    # The groups that were told with it, ten signers at least: a pack made anew after the hand-over tells
    # the same. As ``selectors.deliveries.Numbers`` packs them.
    groups = models.JSONField(null=True, editable=False)

    # What the target answered, and where that can be read.
    reply = LocalizedTextField(_("their reply"), blank=True)
    reply_url = models.URLField(_("where it can be read"), max_length=500, blank=True)
    replied_on = models.DateField(_("day of the reply"), null=True, blank=True)

    # What was told of it, and of the reply: once each, however often the button is pressed.
    update = models.ForeignKey(
        Update, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    news = models.ForeignKey(
        "SignerNews", models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    reply_update = models.ForeignKey(
        Update, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    reply_news = models.ForeignKey(
        "SignerNews", models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        permissions = [("export_names", _("Can make and download packs that hold names"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="countersign_delivery_state"
            ),
            models.CheckConstraint(
                condition=Q(way="") | Q(way__in=DeliveryWay.values), name="countersign_delivery_way"
            ),
            models.CheckConstraint(
                condition=Q(pack_state__in=PackState.values), name="countersign_pack_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.PLANNED) | (~Q(way="") & Q(signatures__isnull=False)),
                name="countersign_handed_over_how_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(pack_state=PackState.MAKING)
                | Q(pack_run__isnull=False, pack_lease__isnull=False),
                name="countersign_pack_making_leased",
            ),
            # What is not handed over yet is in one place, or nobody would know which pack to take along.
            models.UniqueConstraint(
                fields=["petition"],
                name="countersign_one_delivery_planned",
                condition=Q(state=DeliveryState.PLANNED, place__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["place"],
                name="countersign_one_place_delivery_planned",
                condition=Q(state=DeliveryState.PLANNED, place__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["place"], name="countersign_delivery_place", condition=Q(place__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.public_id.hex[:4].upper()}"

    @property
    def held_as(self) -> str:
        """Under which name a signature says that this delivery holds it."""
        return "delivery" if self.place_id is None else "place_delivery"

    @property
    def campus(self) -> str:
        """The name of the campus or city whose signatures it holds; "" for the whole petition."""
        return self.place.where.name if self.place is not None else ""

    @property
    def is_planned(self) -> bool:
        return self.state == DeliveryState.PLANNED

    @property
    def is_being_made(self) -> bool:
        """Whether its pack waits for the job, or is in its hands."""
        return self.pack_state in (PackState.ASKED, PackState.MAKING)

    @property
    def is_made(self) -> bool:
        """Whether its pack was made, be the file still there or not."""
        return self.pack_state == PackState.READY

    @property
    def has_pack(self) -> bool:
        """Whether there is a pack to take along.

        While it is made anew the file is the new one, and the numbers are still those of the last.
        """
        return self.is_made and self.pack_file is not None and not is_expired(self.pack_file)
