"""What of gifts goes by itself (PRIVACY §4.5); the nameless rows stay as long as the books need them."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from donations.enums import RUNNING, PaymentRank, RecurringState
from donations.models import Donation, Giving, Payout, ProviderEvent, Receipt, RecurringDonation
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit

BATCH = 500
# A bank may take weeks.
PENDING_LONGER = timedelta(days=23)
# The yearly summary has gone out by then; donors are forgotten 60 days after it.
SUMMARY_BY = (1, 31)
BLOBLESS = {"sealed": None, "subject_id": None}


def unfinished_before(cutoff: date) -> QuerySet[Donation]:
    """Gifts of which nothing came, and those of a bank from which nothing was heard for so much longer."""
    silent = Q(rank=PaymentRank.PENDING, created__lt=cutoff - PENDING_LONGER)
    ended = Q(rank__in=[PaymentRank.STARTED, PaymentRank.FAILED, PaymentRank.EXPIRED], created__lt=cutoff)
    return Donation.objects.filter(silent | ended, refunded_amount=0)


def enforce_unfinished(cutoff: date) -> int:
    """Delete them with all that was typed, and the monthly gift that never began."""
    return _delete_gifts(unfinished_before(cutoff))


def tests_before(cutoff: date) -> QuerySet[Donation]:
    """Gifts of the test mode, but those of a monthly gift that the provider still charges for."""
    return Donation.objects.filter(is_test=True, created__lt=cutoff).exclude(recurring__state__in=RUNNING)


def enforce_tests(cutoff: date) -> int:
    """Delete them, and the monthly gifts that have no other; what runs is ended first, by its task."""
    running = RecurringDonation.objects.running().filter(is_test=True, created__lt=cutoff)
    running.exclude(state=RecurringState.ENDING).update(state=RecurringState.ENDING, changed=utc_today())
    return _delete_gifts(tests_before(cutoff)) + payouts_before(cutoff).filter(is_test=True).delete()[0]


def books_before(cutoff: date) -> QuerySet[Donation]:
    """Gifts that the books need no longer."""
    return Donation.objects.filter(day__lt=cutoff)


def enforce_books(cutoff: date) -> int:
    """Delete them with their receipts; the totals stay."""
    return _delete_gifts(books_before(cutoff)) + payouts_before(cutoff).delete()[0]


def payouts_before(cutoff: date) -> QuerySet[Payout]:
    """Transfers to the bank that the books need no longer."""
    return Payout.objects.filter(day__lt=cutoff)


def donors_before(cutoff: date) -> QuerySet[Donation]:
    """Gifts of a year whose summary went out before the cutoff, and whose donor is still known."""
    return Donation.objects.filter(subject_id__isnull=False, day__lt=_first_kept_day(cutoff))


def promises_before(cutoff: date) -> QuerySet[RecurringDonation]:
    """Monthly gifts that ended in such a year; while one runs, its donor is known."""
    ended = RecurringDonation.objects.filter(subject_id__isnull=False).exclude(state__in=RUNNING)
    return ended.filter(ended_on__lt=_first_kept_day(cutoff))


def overdue_donors(cutoff: date) -> int:
    """How many rows still know whom they should have forgotten."""
    return donors_before(cutoff).count() + promises_before(cutoff).count()


def enforce_donors(cutoff: date) -> int:
    """Destroy the keys of these donors. The mark stays for a year after the gift, by its own rule."""
    return _forget(donors_before, cutoff) + _forget(promises_before, cutoff)


def marks_before(cutoff: date) -> QuerySet[Donation]:
    """Gifts of more than a year ago that are still told apart by donor, with nobody known."""
    return Donation.objects.filter(mark__isnull=False, subject_id__isnull=True, day__lt=cutoff)


def enforce_marks(cutoff: date) -> int:
    """Forget which of them were of one donor."""
    RecurringDonation.objects.filter(mark__isnull=False, subject_id__isnull=True, ended_on__lt=cutoff).update(
        mark=None, mark_version=None
    )
    return marks_before(cutoff).update(mark=None, mark_version=None)


def messages_before(cutoff: date) -> QuerySet[ProviderEvent]:
    """Messages of the provider that nobody sends again."""
    return ProviderEvent.objects.filter(day__lt=cutoff)


def enforce_messages(cutoff: date) -> int:
    """Forget that they came."""
    return messages_before(cutoff).delete()[0]


def drives_before(cutoff: date) -> QuerySet[Giving]:
    """To which drive somebody gave, of drives that closed, or whose deadline was, before the cutoff."""
    over = Q(drive__closed_on__lt=cutoff) | Q(drive__deadline_at__date__lt=cutoff)
    return Giving.objects.filter(over)


def enforce_drives(cutoff: date) -> int:
    """Forget it."""
    return drives_before(cutoff).delete()[0]


def _first_kept_day(cutoff: date) -> date:
    """1 January of the first year whose summary had not gone out by the cutoff."""
    year = cutoff.year if (cutoff.month, cutoff.day) > SUMMARY_BY else cutoff.year - 1
    return date(year, 1, 1)


def _forget[Row: (Donation, RecurringDonation)](due: Callable[[date], QuerySet[Row]], cutoff: date) -> int:
    """A batch a transaction: the keys of what was emptied go once it is committed."""
    done = 0
    for keys in batched(list(due(cutoff).order_by("pk").values_list("pk", flat=True)), BATCH):
        with transaction.atomic():
            rows = due(cutoff).filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
            subjects = dict(rows.values_list("pk", "subject_id"))
            destroy_after_commit(subjects.values())
            done += due(cutoff).filter(pk__in=subjects).update(**BLOBLESS, changed=utc_today())
    return done


def _delete_gifts(due: QuerySet[Donation]) -> int:
    done = 0
    for keys in batched(list(due.order_by("pk").values_list("pk", flat=True)), BATCH):
        with transaction.atomic():
            # Paid at this moment: it is not among them any more.
            rows = due.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
            found = list(rows.values_list("pk", "subject_id", "recurring_id"))
            pks = [pk for pk, _subject, _recurring in found]
            Receipt.objects.filter(donation__in=pks).delete()
            Donation.objects.filter(pk__in=pks).delete()
            others = Donation.objects.filter(recurring=OuterRef("pk"))
            dead = RecurringDonation.objects.filter(
                ~Exists(others), pk__in=[key for _pk, _subject, key in found if key is not None]
            ).exclude(state__in=RUNNING)
            destroy_after_commit(dead.values_list("subject_id", flat=True))
            dead.delete()
            destroy_after_commit(subject for _pk, subject, _recurring in found)
            done += len(found)
    return done
