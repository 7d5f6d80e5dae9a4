"""Those who decide, and the schools where people organize: offices, never homes."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.models import ClusterableModel

from campaigns.enums import TargetKind
from campaigns.validators import clean_domains, country_code
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField


class Target(ClusterableModel):
    """The decision-maker a demand addresses: in its office only, there is no field for a home."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=TargetKind)
    office_email = models.EmailField(
        _("public office e-mail"), blank=True, help_text=_("An address the office itself publishes.")
    )
    office_phone = models.CharField(
        _("public office phone"),
        max_length=40,
        blank=True,
        help_text=_("A number the office itself publishes."),
    )
    office_address = models.CharField(
        _("public office address"),
        max_length=300,
        blank=True,
        help_text=_("Where the office receives mail and visitors, never a home."),
    )
    office_hours = LocalizedTextField(
        _("office hours"), blank=True, help_text=_("For instance: Monday to Friday, 9 am to 5 pm.")
    )
    about = LocalizedTextField(
        _("what it does"), blank=True, help_text=_("In three sentences, for people who never heard of it.")
    )
    website = models.URLField(_("website"), blank=True)
    # Who signs with an address here is asked for a personal one (PRIVACY 4.3).
    mail_domains = models.JSONField(_("mail domains"), default=list, blank=True, validators=[clean_domains])
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        # A petition has a field of this name, whose Spanish is no noun.
        verbose_name = pgettext_lazy("one whom a petition addresses", "target")
        verbose_name_plural = _("targets")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TargetKind.values), name="countersign_target_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):  # type: ignore[django-manager-missing]  # the plugin reads Recruiting later
    """A campus or school: where pledges are gathered, and whose mail it can read."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    locality = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("state or region"), max_length=10, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    mail_domains = models.JSONField(_("mail domains"), default=list, blank=True, validators=[clean_domains])
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "locality", "region", "country"], name="countersign_institution_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
