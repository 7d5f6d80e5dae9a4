"""What is known of a target beside its office: ties to others, recruiting, replies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from campaigns.enums import RecruitingKind, RelationKind
from campaigns.models.drafts import MayBeDraft
from campaigns.models.targets import Institution, Target
from campaigns.validators import web_address
from privacy.localized import LocalizedTextField


class TargetRelation(MayBeDraft):
    """That one target is supplied by, owned by or hosts another."""

    source = ParentalKey(Target, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("tie"), max_length=11, choices=RelationKind)
    other = models.ForeignKey(
        Target, models.CASCADE, related_name="relations_to", verbose_name=_("the other one")
    )
    source_url = models.URLField(
        _("link to the source"), max_length=500, blank=True, validators=[web_address]
    )

    class Meta:
        verbose_name = _("tie to another target")
        verbose_name_plural = _("ties to other targets")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "other"], name="countersign_target_relation_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RelationKind.values), name="countersign_target_relation_kind"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("other")),
                name="countersign_target_relation_to_another",
                violation_error_message=_("A target has no tie to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"Relation {self.pk}"


class Recruiting(MayBeDraft):
    """A career fair, talk or sponsorship by which a company sought recruits on a campus.

    Of companies, never of the people who stood at the table.
    """

    target = ParentalKey(Target, on_delete=models.CASCADE, related_name="recruiting")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="recruiting", verbose_name=_("campus")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=RecruitingKind)
    day = models.DateField(_("day"))
    note = LocalizedTextField(
        _("note"), blank=True, help_text=_("For instance: called off, after students asked for it.")
    )
    source_url = models.URLField(_("link to the source"), max_length=500, validators=[web_address])

    class Meta:
        verbose_name = _("recruiting on a campus")
        verbose_name_plural = _("recruiting on campuses")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "institution", "kind", "day"], name="countersign_recruiting_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RecruitingKind.values), name="countersign_recruiting_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"Recruiting {self.pk}"


class Reply(MayBeDraft):
    """What a target answered, in our words; a whole letter belongs into the archive behind the link."""

    target = ParentalKey(Target, on_delete=models.CASCADE, related_name="replies")
    day = models.DateField(_("day"))
    summary = LocalizedTextField(_("what it answered"))
    source_url = models.URLField(
        _("link to the source"), max_length=500, blank=True, validators=[web_address]
    )

    class Meta:
        verbose_name = _("reply of a target")
        verbose_name_plural = _("replies of targets")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"Reply {self.pk}"
