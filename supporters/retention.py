"""Which supporters' data go by themselves, and when (PRIVACY §4.5)."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from privacy.days import midnight
from privacy.files import destroy_files
from privacy.retention import Rule
from privacy.rules import AUDIT_DAYS
from supporters import jobs
from supporters.enums import Fingerprint, SubscriptionState
from supporters.jobs import alike, bulk, growth, joining
from supporters.jobs import exports as export_jobs
from supporters.jobs import hand_overs as hand_over_jobs
from supporters.jobs import imports as import_jobs
from supporters.jobs import segments as segment_jobs
from supporters.models import DoorRequest, Merge, Subscription, Supporter
from supporters.selectors import kept_by_hold, live_among

UNCONFIRMED_DAYS = 30
IDLE_DAYS = 7
# 24 months, however long they are.
INACTIVE_DAYS = 731
# Two years, however long they are.
COUNTED_DAYS = 731
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
    # Whoever joined a list since is not idle any more, though the day still stands there.
    return sum(jobs.erase_unless_live(one) for one in still_among(idle(cutoff)))


def inactive(cutoff: date) -> "QuerySet[Supporter]":
    """Supporters whose last month of doing or pressing anything ended before ``cutoff``, and whom no hold
    keeps."""
    silent = Supporter.objects.filter(active_month__lt=cutoff.replace(day=1))
    return silent.exclude(pk__in=kept_by_hold())


def erase_inactive(cutoff: date) -> int:
    """Erase them; earlier refusals stay."""
    erased = 0
    for supporter in still_among(inactive(cutoff)):
        jobs.erase(supporter, fingerprint=Fingerprint.LEAVE)
        erased += 1
    return erased


def still_among(supporters: "QuerySet[Supporter]") -> Iterator[Supporter]:
    """These supporters one by one, so that a run cut short has lost nothing.

    Each is looked at again just before: who confirmed something during a long run stays.
    """
    for supporter in supporters.order_by("pk").iterator(chunk_size=jobs.BATCH):
        if supporters.filter(pk=supporter.pk).exists():
            yield supporter


def doors_before(cutoff: date) -> "QuerySet[DoorRequest]":
    """Requests whose end came before the cutoff."""
    return DoorRequest.objects.filter(expires_at__lt=midnight(cutoff))


def merges_before(cutoff: date) -> "QuerySet[Merge]":
    """Merges whose day to be taken back is over."""
    return Merge.objects.filter(created__lt=cutoff)


def enforce_merges(cutoff: date) -> int:
    """Destroy what each was to be taken back with, and forget who merged whom. Returns how many."""
    over = list(merges_before(cutoff).values_list("pk", "undo_file"))
    destroy_files([file for _pk, file in over if file is not None])
    return Merge.objects.filter(pk__in=[pk for pk, _file in over]).delete()[0]


LEAVING = (
    Rule(
        key="supporters.exports",
        says=_("That a table of supporters was made, for whom and what for; the table itself after a day"),
        # As long as the access log: until then a table that got into other hands is told by its canary.
        days=AUDIT_DAYS,
        overdue=lambda cutoff: export_jobs.exports_before(cutoff).count(),
        enforce=lambda cutoff: export_jobs.forget_exports(export_jobs.exports_before(cutoff)),
    ),
    Rule(
        key="supporters.exports_left",
        says=_("A table of supporters that was asked for and never made is forgotten after a day."),
        days=1,
        overdue=lambda cutoff: export_jobs.never_made(cutoff).count(),
        enforce=lambda cutoff: export_jobs.forget_exports(export_jobs.never_made(cutoff)),
    ),
    Rule(
        key="supporters.hand_overs_left",
        says=_("What was made for a partner and never downloaded counts as not given after a day."),
        days=1,
        overdue=lambda cutoff: hand_over_jobs.left_lying(cutoff).count(),
        enforce=hand_over_jobs.void_left_lying,
    ),
    Rule(
        key="supporters.hand_overs",
        says=_("That a partner was given something, once nobody is left who was in it"),
        days=AUDIT_DAYS,
        overdue=lambda cutoff: hand_over_jobs.done_with(cutoff).count(),
        enforce=hand_over_jobs.forget_done,
    ),
)

RULES = (
    Rule(
        key="supporters.doors",
        says=_("An address that asked what we hold is forgotten after a day."),
        days=0,
        overdue=lambda cutoff: doors_before(cutoff).count(),
        enforce=lambda _cutoff: jobs.expire_doors(),
    ),
    Rule(
        key="supporters.sign_ups",
        says=_("What was typed to join a list, and never confirmed, is forgotten after 7 days."),
        days=0,
        overdue=lambda cutoff: joining.sign_ups_before(cutoff).count(),
        enforce=lambda _cutoff: joining.expire_sign_ups(),
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
        key="supporters.bulk",
        says=_(
            "Who had a field or tag of many written at once, and what was written, is deleted after 2 days."
        ),
        days=2,
        overdue=lambda cutoff: bulk.deeds_before(cutoff).count(),
        enforce=bulk.enforce,
    ),
    Rule(
        key="supporters.segment_counts",
        says=_("Who had a segment counted by postal codes, and how many it has, is deleted the next day."),
        days=0,
        overdue=lambda cutoff: segment_jobs.counts_before(cutoff).count(),
        enforce=segment_jobs.enforce_counts,
    ),
    Rule(
        key="supporters.merges",
        says=_("How two records were before they became one is destroyed after a day."),
        days=1,
        overdue=lambda cutoff: merges_before(cutoff).count(),
        enforce=enforce_merges,
    ),
    Rule(
        key="supporters.name_looks",
        says=_("Who had the names of the file compared, and how many records, is deleted after two weeks."),
        days=13,
        overdue=lambda cutoff: alike.looks_before(cutoff).count(),
        enforce=alike.enforce_looks,
    ),
    Rule(
        key="supporters.days",
        says=_("How many came and went on a day, and why, without names, is kept for two years."),
        days=COUNTED_DAYS,
        overdue=growth.overdue,
        enforce=growth.forget_days,
    ),
    *LEAVING,
    Rule(
        key="supporters.imports",
        says=_("Who imported a file of people, and how many were in it, is deleted after 30 days."),
        days=IMPORT_DAYS,
        overdue=lambda cutoff: import_jobs.imports_before(cutoff).count(),
        enforce=import_jobs.enforce_imports,
    ),
)
