"""Who runs an event without an account: a private link, limited to that event."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape

HOST_AFTER = timedelta(hours=24)
HOST_DAYS = 30
MOST_HOSTS = 10


@dataclass(frozen=True, repr=False)
class HostAddress(SealedShape):
    """Where the link is mailed; nothing else of this person is known."""

    email: str = ""


class HostLinkQuerySet(models.QuerySet["HostLink"]):
    def live(self) -> "HostLinkQuerySet":
        """Those that still open something."""
        return self.filter(ends__gt=timezone.now())


class HostLink(SealedModel):
    """One person's private link to one event: an address under a key of its own, and an end.

    Until the last date's end + 24 h, 30 days at most, renewable. There is a row as long as the link is
    good.
    """

    seal_domain: ClassVar[str] = "event_host"
    Sealed: ClassVar[type[SealedShape]] = HostAddress

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="host_links")
    # What staff call it: "co-host". Never a name.
    label = models.CharField(_("for what"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10)
    ends = models.DateTimeField(_("ends"), db_index=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = HostLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of a host")
        verbose_name_plural = _("links of hosts")

    def __str__(self) -> str:
        return f"Host {self.public_id.hex[:4].upper()}"
