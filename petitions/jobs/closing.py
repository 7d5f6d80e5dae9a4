"""The end of a petition: its key is destroyed, so that nobody can tell any more who signed."""

from django.db import transaction

from petitions.enums import OVER, RUNNING, PetitionState, SignatureState
from petitions.jobs.leaving import remove_signatures
from petitions.jobs.totals import fold_totals, purge_pages
from petitions.models import Petition, Signature
from petitions.models.petitions import SCOPE
from petitions.selectors import forget_rules
from petitions.signals import petition_closed
from privacy.days import utc_today
from privacy.erasure import destroy_scope
from privacy.localized import LocalizedText

BATCH = 500


def end_petition(petition: Petition, *, state: PetitionState) -> bool:
    """Close or win a petition that is live or paused; False if another was first.

    The state first, so that no confirmation writes a mark behind our back; then the petition's key
    in the keystore, then the marks, which are noise without it. Unconfirmed rows are removed:
    nobody can confirm them any more. ``finish_closing()`` does what a crash left undone.
    """
    won = Petition.objects.filter(pk=petition.pk, state__in=RUNNING).update(
        state=state, closed_on=utc_today(), pause_reason=LocalizedText(), changed=utc_today()
    )
    if not won:
        return False
    petition.refresh_from_db()
    forget_rules(petition.public_id)
    finish_closing(petition)
    purge_pages()
    transaction.on_commit(lambda: petition_closed.send(sender=Petition, petition_id=petition.pk))
    return True


def finish_closing(petition: Petition) -> None:
    """Destroy the key, empty the marks and names shown, remove what waits. Harmless when run twice."""
    destroy_scope(SCOPE, petition.public_id)
    left = Signature.objects.filter(petition=petition)
    left.filter(mark__isnull=False).update(mark=None, mark_version=None)
    left.filter(show_name=True).update(show_name=False)
    while True:
        with transaction.atomic():
            waiting = list(
                left.select_for_update(skip_locked=True, of=("self",))
                .filter(state=SignatureState.PENDING)
                .order_by("pk")[:BATCH]
            )
            remove_signatures(waiting)
        if len(waiting) < BATCH:
            break
    fold_totals(petition.pk)


def close_due() -> int:
    """Close every petition whose last day is over, and finish what a crash left; returns how many closed."""
    due = Petition.objects.filter(state__in=RUNNING, closes__lt=utc_today())
    closed = sum(end_petition(petition, state=PetitionState.CLOSED) for petition in due)
    # Never one that is only paused: its key must outlast the pause.
    unfinished = Petition.objects.filter(state__in=OVER, signatures__mark__isnull=False)
    for petition in unfinished.distinct():
        finish_closing(petition)
    return closed
