"""Which supporters' data go by themselves, and when (PRIVACY §4.5)."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from privacy.retention import Rule
from supporters import jobs
from supporters.enums import Fingerprint, SubscriptionState
from supporters.jobs import imports as import_jobs
from supporters.jobs import segments as segment_jobs
from supporters.models import DoorRequest, Subscription, Supporter
from supporters.selectors import live_among

UNCONFIRMED_DAYS = 30
IDLE_DAYS = 7
# 24 months, however long they are.
INACTIVE_DAYS = 731
IMPORT_DAYS = 30


def live_standing(supporter_ids: Collection[int]) -> set[int]:
    """Supporters who take mail of a list, or were imported and may still confirm."""
    standing = Subscription.objects.filter(supporter__in=supporter_ids).exclude(
        state=SubscriptionState.UNSUBSCRIBED
    )
    return set(standing.values_list("supporter_id", flat=True))


def unconfirmed(cutoff: date) -> "QuerySet[Subscription]":
    """Imported standings from before ``cutoff`` that nobody confirmed."""
    return Subscription.objects.filter(state=SubscriptionState.UNCONFIRMED, since__lt=cutoff)


def drop_unconfirmed(cutoff: date) -> int:
    """Remove them, 500 at a time; who has nothing else live is erased at once, not after 7 more days.

    Should it die between the two, the rule for those for whom nothing is live erases them.
    """
    dropped, last = 0, 0
    while rows := _lock_and_drop(unconfirmed(cutoff).filter(pk__gt=last)):
        supporter_ids = {supporter_id for _pk, supporter_id in rows}
        for supporter in Supporter.objects.filter(pk__in=supporter_ids - live_among(supporter_ids)):
            jobs.erase_unless_live(supporter)
        dropped, last = dropped + len(rows), rows[-1][0]
    return dropped


def _lock_and_drop(standings: "QuerySet[Subscription]") -> list[tuple[int, int]]:
    """Remove the first 500 standings; their keys and those of their supporters.

    Locked when they are read: who confirms at this moment is either before us, and not among them, or
    finds nothing to confirm.
    """
    with transaction.atomic():
        first = standings.select_for_update(of=("self",)).order_by("pk")[: jobs.BATCH]
        rows = list(first.values_list("pk", "supporter_id"))
        Subscription.objects.filter(pk__in=[pk for pk, _supporter in rows]).delete()
    return rows


def idle(cutoff: date) -> "QuerySet[Supporter]":
    """Supporters for whom nothing has been live since before ``cutoff``."""
    return Supporter.objects.filter(idle_since__lt=cutoff)


def erase_idle(cutoff: date) -> int:
    """Look again at everybody, then erase those for whom nothing was live for 7 days and is not today."""
    jobs.note_idle()
    return erase_each(idle(cutoff))


def inactive(cutoff: date) -> "QuerySet[Supporter]":
    """Supporters whose last month of doing or pressing anything ended before ``cutoff``."""
    return Supporter.objects.filter(active_month__lt=cutoff.replace(day=1))


def erase_inactive(cutoff: date) -> int:
    """Erase them; earlier refusals stay."""
    return erase_each(inactive(cutoff))


def erase_each(supporters: "QuerySet[Supporter]") -> int:
    """Erase these supporters one by one, so that a run cut short has lost nothing.

    Each is looked at again just before: who confirmed something during a long run stays.
    """
    erased = 0
    for supporter in supporters.order_by("pk").iterator(chunk_size=jobs.BATCH):
        if supporters.filter(pk=supporter.pk).exists():
            jobs.erase(supporter, fingerprint=Fingerprint.LEAVE)
            erased += 1
    return erased


def doors_before(cutoff: date) -> "QuerySet[DoorRequest]":
    """Requests whose end came before the cutoff."""
    return DoorRequest.objects.filter(expires_at__lt=datetime.combine(cutoff, time.min, tzinfo=UTC))


RULES = (
    Rule(
        key="supporters.doors",
        says=_("An address that asked what we hold is forgotten after a day."),
        days=0,
        overdue=lambda cutoff: doors_before(cutoff).count(),
        enforce=lambda _cutoff: jobs.expire_doors(),
    ),
    Rule(
        key="supporters.unconfirmed",
        says=_("Imported addresses that were never confirmed are removed after 30 days."),
        days=UNCONFIRMED_DAYS,
        overdue=lambda cutoff: unconfirmed(cutoff).count(),
        enforce=drop_unconfirmed,
    ),
    Rule(
        key="supporters.idle",
        says=_("Whoever takes no mail from us and has nothing else going on here is erased 7 days later."),
        days=IDLE_DAYS,
        overdue=lambda cutoff: idle(cutoff).count(),
        enforce=erase_idle,
    ),
    Rule(
        key="supporters.inactive",
        says=_("Whoever did nothing for 24 months is erased."),
        days=INACTIVE_DAYS,
        overdue=lambda cutoff: inactive(cutoff).count(),
        enforce=erase_inactive,
    ),
    Rule(
        key="supporters.segment_counts",
        says=_("Who had a segment counted by postal codes, and how many it has, is deleted the next day."),
        days=0,
        overdue=lambda cutoff: segment_jobs.counts_before(cutoff).count(),
        enforce=segment_jobs.enforce_counts,
    ),
    Rule(
        key="supporters.imports",
        says=_("Who imported a file of people, and how many were in it, is deleted after 30 days."),
        days=IMPORT_DAYS,
        overdue=lambda cutoff: import_jobs.imports_before(cutoff).count(),
        enforce=import_jobs.enforce_imports,
    ),
)
