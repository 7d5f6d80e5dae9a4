"""The words of a mailing: one row for each language, and for each of two wordings."""

from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, Revision, RevisionMixin

from mailings.enums import Variant
from mailings.mail_blocks import MailBody
from mailings.models.mailing import Mailing
from mailings.previewing import preview_html, preview_modes
from privacy.days import ChangedDayField, utc_today

LONGEST_SUBJECT = 150


class MailContent(PreviewableMixin, RevisionMixin, models.Model):
    """Subject, preheader and body of one mailing in one language. It holds nothing of any person.

    The second wording may be a subject alone: then its body is empty, and the first one's is sent.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    mailing = models.ForeignKey(
        Mailing, models.CASCADE, related_name="contents", editable=False, db_index=False
    )
    variant = models.CharField(max_length=1, choices=Variant, default=Variant.A, editable=False)
    language = models.CharField(max_length=10, editable=False)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    preheader = models.CharField(
        _("preheader"),
        max_length=LONGEST_SUBJECT,
        blank=True,
        help_text=_("What many mailboxes show after the subject."),
    )
    body = StreamField(MailBody(), blank=True, verbose_name=_("body"))
    revisions = GenericRelation(Revision, content_type_field="content_type", object_id_field="object_id")
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("words of a mailing")
        verbose_name_plural = _("words of mailings")
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "variant", "language"], name="countersign_one_content_each"
            ),
            models.CheckConstraint(
                condition=Q(variant__in=Variant.values), name="countersign_content_variant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailing} ({self.language}, {self.get_variant_display()})"

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return preview_modes(self.language)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return HttpResponse(preview_html(self, mode_name))
