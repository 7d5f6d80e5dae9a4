"""Recruiters at a campus: told of without a name, shown once staff have looked."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from campaigns.services import spend_proof
from petitions.enums import NoticeState
from petitions.exceptions import PetitionClosed, ProposalGone, TooManyProposals
from petitions.jobs.totals import purge_pages
from petitions.models import Place, RecruiterNotice
from privacy import limits
from privacy.actors import Actor

# Of all visitors together: nothing is known of any one of them.
MOST_PER_HOUR = 120
# Of one campus, so that a flood of one leaves room for all others.
MOST_AT_ONE_PER_HOUR = 10
HOUR = timedelta(hours=1)


def tell_of_recruiter(
    *, place: Place, day: date, url: str, language: str, proof: bytes | None = None, actor: Actor
) -> bool:
    """Keep what a visitor saw for staff to look at, and nothing of the visitor; False if it is known already.

    ``url`` as ``public_link()`` returns it. Raises PetitionClosed, TooManyProposals beyond 120 new ones
    an hour, or 10 at one campus, and ProofSpent when ``proof`` was handed in before.
    """
    if not place.petition.is_open:
        raise PetitionClosed
    try:
        with transaction.atomic():
            spend_proof(proof=proof)
            RecruiterNotice.objects.create(place=place, day=day, url=url, language=language)
            # Inside, and after the row: what is known already, or rolled back, counts for nothing.
            at_one = limits.take(
                "petitions.recruiter_at", str(place.public_id), at_most=MOST_AT_ONE_PER_HOUR, per=HOUR
            )
            if not at_one or not limits.take(
                "petitions.recruiter", at_most=MOST_PER_HOUR, per=HOUR, spread=True
            ):
                raise TooManyProposals
    except IntegrityError:
        return False
    return True


def approve_notice(*, notice: RecruiterNotice, actor: Actor) -> None:
    """Show it on the campus's page until its day is over. Raises ProposalGone when a colleague was first."""
    with transaction.atomic():
        held = RecruiterNotice.objects.filter(pk=notice.pk, state=NoticeState.HELD)
        if not held.update(state=NoticeState.APPROVED):
            raise ProposalGone
        purge_pages()


def remove_notice(*, notice: RecruiterNotice, actor: Actor) -> None:
    """Decline it, or take it down: it is deleted. Raises ProposalGone when it was gone before."""
    with transaction.atomic():
        if not RecruiterNotice.objects.filter(pk=notice.pk).delete()[0]:
            raise ProposalGone
        purge_pages()
