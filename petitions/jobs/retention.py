"""Whose data must go when: ``…_before`` says what is due, ``enforce_…`` removes it.

Every function takes a cutoff: what is of an earlier day (UTC) is due. Each may run twice.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Action
from petitions.enums import DeliveryState, NoticeState, SignatureState
from petitions.jobs.comments import delete_comments_of
from petitions.jobs.fraud_rows import aside_before, end_aside
from petitions.jobs.leaving import end_signature, remove_signatures
from petitions.jobs.letters import drop_letters_of
from petitions.jobs.pack_files import destroy_packs_of
from petitions.jobs.totals import forget_sources, purge_pages
from petitions.jobs.waiting import expire_waiting
from petitions.models import (
    Comment,
    HourlyCount,
    PetitionTarget,
    PlaceProposal,
    RecruiterNotice,
    Signature,
)
from privacy.days import midnight, utc_today
from privacy.erasure import destroy_after_commit
from supporters.jobs import erase_unless_live
from supporters.models import Subscription, Supporter
from supporters.selectors import live_among

BATCH = 200
# A signer without mail consent is forgotten a year after signing, whatever became of the petition.
SIGNER_LONGEST = timedelta(days=365)
_NOT_HANDED_OVER = Q(delivery__isnull=True) | Q(delivery__state=DeliveryState.PLANNED)


# --- what waits ----------------------------------------------------------------------------------


def waiting_before(cutoff: date) -> QuerySet[Signature]:
    """Pending rows, and blobs under rows counted without confirmation, whose end came before the cutoff."""
    return Signature.objects.filter(expires_at__lt=midnight(cutoff))


def enforce_waiting(cutoff: date) -> int:
    return expire_waiting()


def quarantined_before(cutoff: date) -> QuerySet[Signature]:
    """What the gate held back before the cutoff, and what was put aside before it; nobody released it."""
    gate = Signature.objects.filter(state=SignatureState.QUARANTINED, put_aside=False, created__lt=cutoff)
    return gate | aside_before(cutoff)


def enforce_quarantined(cutoff: date) -> int:
    """Quarantined rows that nobody released become invalidated; their subjects are destroyed."""
    aside = end_aside(cutoff)
    gate = quarantined_before(cutoff).filter(put_aside=False)
    return aside + _each(gate, lambda row: end_signature(row, to=SignatureState.INVALIDATED))


def tests_before(cutoff: date) -> QuerySet[Signature]:
    return Signature.objects.filter(is_test=True, created__lt=cutoff)


def enforce_tests(cutoff: date) -> int:
    """Test rows go the day after."""
    gone = 0
    while True:
        with transaction.atomic():
            rows = list(tests_before(cutoff).select_for_update(skip_locked=True).order_by("pk")[:BATCH])
            gone += remove_signatures(rows)
        if len(rows) < BATCH:
            return gone


def forget_tests() -> int:
    """Remove yesterday's test signatures."""
    return enforce_tests(utc_today())


# --- counts and proposals ------------------------------------------------------------------------


def hourly_counts_before(cutoff: date) -> QuerySet[HourlyCount]:
    return HourlyCount.objects.filter(hour__date__lt=cutoff)


def enforce_hourly_counts(cutoff: date) -> int:
    return hourly_counts_before(cutoff).delete()[0]


def proposals_before(cutoff: date) -> QuerySet[PlaceProposal]:
    return PlaceProposal.objects.filter(created__lt=cutoff)


def enforce_proposals(cutoff: date) -> int:
    """Proposed campuses that nobody decided on go."""
    return proposals_before(cutoff).delete()[0]


def notices_before(cutoff: date) -> QuerySet[RecruiterNotice]:
    """Notices that nobody approved in time, and approved ones whose day was before the cutoff."""
    held = Q(state=NoticeState.HELD, created__lt=cutoff)
    return RecruiterNotice.objects.filter(held | Q(day__lt=cutoff))


def enforce_notices(cutoff: date) -> int:
    """They go; none of them is shown any more."""
    return notices_before(cutoff).delete()[0]


# --- signers (PRIVACY §4.5) ----------------------------------------------------------------------


def signers_before(cutoff: date) -> QuerySet[Signature]:
    """Signatures that still name a supporter who takes no news, and whose time is over.

    Over: the petition had closed, and this signature been handed over where it was to be, before the
    cutoff; or a year has passed since the signing, whichever is first. What no delivery holds yet counts
    as handed over with the petition's last one, unless its name is still to be handed over. Where only
    campuses have targets, what was handed over there was handed over; else that ends nobody's data, nor
    keeps it.
    """
    takes_news = Subscription.objects.subscribed().filter(supporter=OuterRef("supporter"))
    delivered = (
        Q(petition__is_delivered=False)
        | Q(delivery__state=DeliveryState.HANDED_OVER, delivery__day__lt=cutoff)
        | Q(_NOT_HANDED_OVER, name_to_target=False, petition__delivered_on__lt=cutoff)
        | Q(
            ~Exists(PetitionTarget.objects.filter(petition=OuterRef("petition"))),
            place_delivery__state=DeliveryState.HANDED_OVER,
            place_delivery__day__lt=cutoff,
        )
    )
    over = Q(petition__closed_on__lt=cutoff) & delivered
    old = Q(created__lte=utc_today() - SIGNER_LONGEST)
    return Signature.objects.filter(~Exists(takes_news), over | old, supporter__isnull=False)


def enforce_signers(cutoff: date) -> int:
    """Untie these signatures, and erase each supporter for whom nothing else is live."""
    done = 0
    while rows := list(signers_before(cutoff).select_related("petition").order_by("pk")[:BATCH]):
        supporters = {row.supporter_id for row in rows if row.supporter_id is not None}
        with transaction.atomic():
            subjects = Comment.objects.filter(signature__in=rows, subject_id__isnull=False)
            destroy_after_commit(list(subjects.values_list("subject_id", flat=True)))
            untie(Signature.objects.filter(pk__in=[row.pk for row in rows]))
        if any(row.petition.shows_names for row in rows):
            purge_pages()
        for supporter in Supporter.objects.filter(pk__in=supporters - live_among(supporters)):
            # Outside of the transaction: a destroyed key does not come back with a rollback.
            erase_unless_live(supporter)
        done += len(rows)
    return done


@transaction.atomic
def untie(rows: QuerySet[Signature]) -> None:
    """Empty what tells whose signatures these are. They go on counting, and keep their mark while open."""
    ids = list(rows.values_list("pk", flat=True))
    destroy_packs_of(Signature.objects.filter(pk__in=ids))
    forget_sources(Signature.objects.filter(pk__in=ids))
    delete_comments_of(ids)
    drop_letters_of(ids)
    # Campaign, kind and day of an Action would tell whose signature this was.
    actions = rows.filter(action__isnull=False).values_list("action", flat=True)
    Action.objects.filter(pk__in=list(actions)).update(supporter=None, source="", changed=utc_today())
    Signature.objects.filter(pk__in=ids).update(
        supporter=None,
        action=None,
        source="",
        batch=None,
        news="",
        name_to_target=False,
        show_name=False,
        sealed=None,
        subject_id=None,
        repeat_key=None,
        remind_at=None,
        changed=utc_today(),
    )


def _each(rows: QuerySet[Signature], deed: Callable[[Signature], bool]) -> int:
    return sum(deed(row) for row in rows.order_by("pk").iterator(chunk_size=BATCH))
