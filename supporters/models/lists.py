"""Partners, the lists a supporter can join, and each supporter's standing with them."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pyrage.x25519 import Recipient

from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField
from supporters.enums import SubscriptionState


def check_recipient(text: str) -> None:
    """Raises ValidationError for what is no public key of age (``age1…``)."""
    try:
        Recipient.from_str(text)
    # The library's own error has no base class that could be named.
    except Exception:  # noqa: BLE001
        raise ValidationError(_("This is no public key of age: it begins with age1.")) from None


class Partner(models.Model):
    """Another organization of the coalition, to which people may be asked to give their address."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    website = models.URLField(_("website"), blank=True)
    recipient = models.CharField(
        _("public key"),
        max_length=100,
        blank=True,
        validators=[check_recipient],
        help_text=_(
            "A public key of age (age1…) that the partner made and gave you by a way you trust. What is "
            "handed over is encrypted to it: nobody else can open it, nor can we."
        ),
    )
    # When and by whom the key was put in, and the one that a second person agreed to.
    recipient_day = models.DateField(null=True, editable=False)
    recipient_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    agreed_recipient = models.CharField(max_length=100, blank=True, default="", editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_agreed_key(self) -> bool:
        """Whether a second person said that the key which stands is the partner's own."""
        return bool(self.recipient) and self.recipient == self.agreed_recipient


class List(models.Model):
    """A named choice that a supporter joins and leaves. ``public_id`` is its name in the outbox."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = LocalizedTextField(_("name"), longest=80)
    description = LocalizedTextField(_("description"), blank=True)
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Shown wherever people choose among lists.")
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lists",
        verbose_name=_("partner"),
        help_text=_("Leave empty if the mail of this list comes from us."),
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ["pk"]

    def __str__(self) -> str:
        text, _language = self.name.best(get_language() or "")
        return text


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def subscribed(self) -> "SubscriptionQuerySet":
        """Standings under which mail of the list may be sent."""
        return self.filter(state=SubscriptionState.SUBSCRIBED)


class Subscription(models.Model):
    """One supporter's standing with one list; written by ``subscribe``, ``unsubscribe`` and imports only."""

    supporter = models.ForeignKey(
        "countersign_supporters.Supporter", models.CASCADE, related_name="subscriptions"
    )
    list = models.ForeignKey(List, models.CASCADE, related_name="subscriptions")
    state = models.CharField(max_length=12, choices=SubscriptionState)
    # The day of the last change of state: all that is known of when.
    since = models.DateField(default=utc_today, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["supporter", "list"], name="countersign_one_standing_each"),
            models.CheckConstraint(
                condition=models.Q(state__in=SubscriptionState.values), name="countersign_subscription_state"
            ),
        ]
        indexes = [models.Index(fields=["list", "state"], name="countersign_list_state")]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"
