"""What leaves the house: tables of a segment, and what partners are given of whom."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from privacy.files import is_expired
from privacy.models import SealedFile
from supporters.enums import ExportFormat, ExportPurpose, WorkState
from supporters.models.consent import ConsentWording
from supporters.models.lists import List, Partner
from supporters.models.segments import Segment
from supporters.models.supporter import Supporter
from supporters.models.work import Work

# Held by data stewards.
MAY_EXPORT = "countersign_supporters.add_supporterexport"
MAY_HAND_OVER = "countersign_supporters.add_handover"


class AgreedWork(Work):
    """Work that makes a file which leaves. Where the organization wants it, a second person agrees first.

    ``bound`` is a fingerprint of exactly what was asked for. The second person agrees to that, and a worker
    makes nothing else. The file is sealed, and gone after 24 hours.
    """

    begins_when: ClassVar[Q] = Q(needs_second=False) | Q(allowed_by__isnull=False)

    needs_second = models.BooleanField(default=False, editable=False)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    bound = models.BinaryField(max_length=32, editable=False)
    file = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    class Meta(Work.Meta):
        abstract = True
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(allowed_by__isnull=True) | ~Q(allowed_by=F("asked_by")),
                name="%(app_label)s_%(class)s_second_person",
            ),
        ]

    @property
    def waits_for_second(self) -> bool:
        """Whether nothing is made of it before another person agrees."""
        return self.state == WorkState.WAITING and self.needs_second and self.allowed_by_id is None

    @property
    def is_being_made(self) -> bool:
        return self.is_under_way and not self.waits_for_second

    @property
    def is_there(self) -> bool:
        """Whether its file can be downloaded."""
        return self.state == WorkState.DONE and self.file is not None and not is_expired(self.file)


class SupporterExport(AgreedWork):
    """One table of the people of a segment, asked for by one data steward for one purpose.

    It holds its own copy of the rules, so that nobody changes them between asking and agreeing. Written by
    ``services.exports`` and ``jobs.exports`` only. Kept as long as the access log, so that a table that got
    into other hands can be told by its canaries; who was in it is known for the file's day alone.
    """

    # ``public_id`` is drawn by the form that it is asked for in: a form sent twice is one export.
    segment = models.ForeignKey(
        Segment, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    tree = models.JSONField(_("rules"), editable=False)
    purpose = models.CharField(_("purpose"), max_length=8, choices=ExportPurpose)
    columns = models.JSONField(_("columns"))
    file_format = models.CharField(_("format"), max_length=4, choices=ExportFormat, default=ExportFormat.CSV)
    language = models.CharField(_("language"), max_length=10)
    # Whose mail it is to be: a table to send news names one list of ours.
    mail_list = models.ForeignKey(
        List, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # How many fitted the rules when it was asked for, at most: what is agreed to does not grow.
    fitted = models.PositiveIntegerField(default=0, editable=False)
    # Rows in it: the canaries, too, or their number told how many they are.
    people = models.PositiveIntegerField(null=True, editable=False)
    # One bit for each primary key, sealed: whether somebody who is erased is in it. Goes with the file.
    members = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # Fingerprints of its canaries' addresses, 16 bytes each: found again when an address turns up.
    canaries = models.BinaryField(null=True, editable=False)

    class Meta(AgreedWork.Meta):
        verbose_name = _("export of supporters")
        verbose_name_plural = _("exports of supporters")
        constraints = [
            *AgreedWork.Meta.constraints,
            models.CheckConstraint(
                condition=Q(purpose__in=ExportPurpose.values), name="%(app_label)s_%(class)s_purpose"
            ),
            models.CheckConstraint(
                condition=Q(file_format__in=ExportFormat.values), name="%(app_label)s_%(class)s_format"
            ),
        ]

    def __str__(self) -> str:
        return f"Export {self.public_id.hex[:4].upper()}"


class HandOver(AgreedWork):
    """What one partner is given once: who said yes to its question since the last time, and who took it back.

    Of one partner and question one alone is not taken yet (``taken``): asked for again it is made anew, with
    whoever came since. Once it was downloaded it holds no more.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, editable=False, related_name="hand_overs")
    # The question, as ``ConsentWording.key``.
    question = models.CharField(_("question"), max_length=60, editable=False)
    # The zip before it is encrypted, while it is being made: a killed worker's is found by this.
    clear = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # The day it was first downloaded.
    taken = models.DateField(null=True, editable=False)
    # The day staff said that the partner has it: until then who took it back is told again each time.
    received = models.DateField(null=True, editable=False)
    joined = models.PositiveIntegerField(null=True, editable=False)
    left = models.PositiveIntegerField(null=True, editable=False)

    class Meta(AgreedWork.Meta):
        verbose_name = _("hand-over to a partner")
        verbose_name_plural = _("hand-overs to partners")
        constraints = [
            *AgreedWork.Meta.constraints,
            models.UniqueConstraint(
                fields=["partner", "question"],
                name="countersign_one_hand_over_open",
                condition=Q(taken__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Hand-over {self.public_id.hex[:4].upper()}"


class HandedOver(models.Model):
    """That one person was given to one partner, by one hand-over, and perhaps taken back by another.

    The partner knows them by a reference that is made from ``number`` with the index key
    (``hand_over_reads.reference_of``). So a person who was erased is taken back by it, when nobody knows the
    address any more; and the partner's list and this table without the key tell nobody who is who.
    """

    number = models.UUIDField(default=uuid4, unique=True, editable=False)
    # The index key that made the reference: the partner has that one, so it makes it for good.
    idx_version = models.PositiveSmallIntegerField(editable=False)
    # Empty once erased: then the row goes as soon as the partner has what tells it.
    supporter = models.ForeignKey(Supporter, models.SET_NULL, null=True, related_name="handed_over")
    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="given")
    # The words they said yes to.
    wording = models.ForeignKey(ConsentWording, models.PROTECT, related_name="+", db_index=False)
    # By which the partner is told to forget them.
    ended_by = models.ForeignKey(HandOver, models.PROTECT, null=True, related_name="taken_back")

    class Meta:
        verbose_name = _("person handed over")
        verbose_name_plural = _("people handed over")
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over", "supporter"], name="countersign_handed_over_once_in_each"
            ),
        ]

    def __str__(self) -> str:
        return f"Handed over {self.pk}"
