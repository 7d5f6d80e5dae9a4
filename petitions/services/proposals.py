"""Campuses that visitors miss: proposed without a name, decided on by staff."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from campaigns.models import Institution
from campaigns.services import spend_proof
from petitions.exceptions import PetitionClosed, ProposalGone, TooManyProposals
from petitions.models import Petition, Place, PlaceProposal
from petitions.services.places import open_places
from privacy import limits
from privacy.actors import Actor

# Of all visitors together, for all petitions: nothing is known of any one of them.
MOST_PER_HOUR = 120


def propose_place(
    *,
    petition: Petition,
    name: str,
    locality: str,
    region: str,
    language: str,
    proof: bytes | None = None,
    actor: Actor,
) -> bool:
    """Keep a campus for staff to decide on, and nothing of who proposed it; False if it waits already.

    Raises PetitionClosed, TooManyProposals beyond 120 an hour, and ProofSpent when ``proof`` was handed
    in before.
    """
    if not petition.is_open:
        raise PetitionClosed
    try:
        with transaction.atomic():
            spend_proof(proof=proof)
            # Behind the proof: one that is sent again and again shuts the form for nobody.
            if not limits.take(
                "petitions.propose", at_most=MOST_PER_HOUR, per=timedelta(hours=1), spread=True
            ):
                raise TooManyProposals
            PlaceProposal.objects.create(
                petition=petition, name=name, locality=locality, region=region, language=language
            )
    except IntegrityError:
        return False
    return True


def accept_proposal(*, proposal: PlaceProposal, institution: Institution, actor: Actor) -> list[Place]:
    """Open the campus that was proposed, as ``institution``; as ``open_places()``, with what that returns.

    Raises ProposalGone when a colleague was first.
    """
    with transaction.atomic():
        _take_away(proposal)
        return open_places(petition=proposal.petition, institutions=[institution], actor=actor)


def decline_proposal(*, proposal: PlaceProposal, actor: Actor) -> None:
    """Delete a proposed campus. Raises ProposalGone when a colleague was first."""
    _take_away(proposal)


def _take_away(proposal: PlaceProposal) -> None:
    if not PlaceProposal.objects.filter(pk=proposal.pk).delete()[0]:
        raise ProposalGone
