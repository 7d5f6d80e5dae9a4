"""What the access log says: pages of it, and how much each of the staff did. Never whose data it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from privacy.choices import AccessDeed, AccessReason
from privacy.days import midnight
from privacy.locking import AGREE_WITHIN
from privacy.models.ledger import AccessLog, LedgerCheck

PAGE = 50
# Of the staff, who did most.
TOTALS = 50


@dataclass(frozen=True)
class Asked:
    """What of the log is wanted: of whom, what, why, on which days (UTC, both ends among them)."""

    since: date
    until: date
    user_id: int | None = None
    deed: AccessDeed | None = None
    reason: AccessReason | None = None

    def rows(self) -> QuerySet[AccessLog]:
        """The entries, in no order yet."""
        wanted: dict[str, Any] = {
            "minute__gte": midnight(self.since),
            "minute__lt": midnight(self.until + timedelta(days=1)),
        }
        for name in ("user_id", "deed", "reason"):
            if (value := getattr(self, name)) is not None:
                wanted[name] = value
        return AccessLog.objects.filter(**wanted)


@dataclass(frozen=True)
class Place:
    """Where a page of the log ends: behind the entry of this minute and number. No object is opened by it."""

    minute: datetime
    number: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that ``str()`` wrote, None for anything else."""
        seconds, _dot, number = text.partition("-")
        try:
            place = cls(datetime.fromtimestamp(int(seconds), UTC), int(number))
        except (ValueError, OverflowError, OSError):
            return None
        return place if 0 <= place.number < 2**63 else None

    def __str__(self) -> str:
        return f"{int(self.minute.timestamp())}-{self.number}"


def page_of(asked: Asked, *, behind: Place | None) -> tuple[list[AccessLog], Place | None]:
    """50 entries, the newest first, and where the next page begins; as cheap for a million as for ten."""
    rows = asked.rows().order_by("-minute", "-pk")
    if behind is not None:
        rows = rows.filter(
            Q(minute__lt=behind.minute) | Q(minute=behind.minute, pk__lt=behind.number),
            # Said twice, for the index.
            minute__lte=behind.minute,
        )
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, None
    last = found[PAGE - 1]
    return found[:PAGE], Place(last.minute or timezone.now(), last.pk)


def totals_of(asked: Asked) -> list[Mapping[str, Any]]:
    """How many entries and how many records each of the staff has in what is asked for, most first."""
    each = asked.rows().values("user_id").annotate(entries=Count("pk"), records=Sum("count"))
    return list(each.order_by("-entries", "user_id")[:TOTALS])


def last_check() -> LedgerCheck | None:
    """What the daily look at this log found."""
    return LedgerCheck.objects.filter(pk=AccessLog._meta.label_lower).first()


def who_asked(unlocked: AccessLog) -> int | None:
    """Who had asked for this unlocking, the last before the other agreed; None for one at the terminal."""
    if unlocked.user_id is None or unlocked.minute is None:
        return None
    # The log's times are those of full minutes.
    since = unlocked.minute - AGREE_WITHIN - timedelta(minutes=1)
    asked = AccessLog.objects.filter(deed=AccessDeed.UNLOCK_ASKED, minute__gte=since, pk__lt=unlocked.pk)
    others = asked.exclude(user_id=unlocked.user_id).order_by("-pk")
    return others.values_list("user_id", flat=True).first()


def last_unlocking() -> AccessLog | None:
    """The last time that the vault was unlocked, as far back as the log goes."""
    return AccessLog.objects.filter(deed=AccessDeed.UNLOCKED).order_by("-minute", "-pk").first()
