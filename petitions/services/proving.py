"""Proving a campus by one mail to an address there, which is forgotten at once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from campaigns.services import spend_proof
from outbox.services import post_letter
from petitions.exceptions import PetitionClosed, ProofGone
from petitions.jobs.proofs import LETTER, remove_proofs
from petitions.models import CampusProof, Place, ProofAddress
from petitions.selectors import takes_proofs
from privacy import limits
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.days import round_up_10_minutes
from privacy.sealing import seal_new

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Of one campus: somebody's list of addresses there is not to be written to from here.
MOST_PER_HOUR = 200


def ask_for_proof(
    *, place: Place, address: str, language: str, proof: bytes | None = None, actor: Actor
) -> None:
    """Post one neutral letter to ``address``, sealed in a row of its own for a day.

    The same work and the same rows for an address that was typed here before on this day: that letter is
    dropped, with its row, when its turn to be sent comes. Nothing is written beyond 200 an hour at one
    campus, or on a target's own domain, which the domain alone decides.
    Raises PetitionClosed, BadAddress, and ProofSpent when ``proof`` was handed in before.
    """
    if not place.petition.is_open:
        raise PetitionClosed
    mailbox = _mailbox(address)
    with transaction.atomic():
        # First, or a spent proof would be refused for fresh addresses alone.
        spend_proof(proof=proof)
        if standing_of(address) == DomainStanding.TARGET:
            return
        # Before the address's own limit: it must not matter here whether that is known.
        if not limits.take("petitions.proofs_at", str(place.public_id), at_most=MOST_PER_HOUR, per=HOUR):
            return
        # Inside: what is rolled back was not asked for.
        first = limits.take("petitions.ask_proof", f"{place.public_id}|{mailbox}", at_most=1, per=DAY)
        row = CampusProof(place=place, language=language)
        row.expires_at = round_up_10_minutes(timezone.now() + DAY)
        seal_new(row, ProofAddress(address=address.strip(), is_repeat=not first))
        row.save(force_insert=True)
        post_letter(kind=LETTER, language=language, ref=row)


def prove_campus(*, campus_proof: CampusProof, actor: Actor) -> None:
    """Count one more at the campus, and forget the address. Raises ProofGone at a second press, and once
    the campus takes no proofs any more.

    An address counts once a day; nobody could tell later that it had counted before.
    """
    place = campus_proof.place
    if not takes_proofs(place):
        raise ProofGone
    mailbox = _mailbox(campus_proof.unseal().address)
    with transaction.atomic():
        if not remove_proofs([campus_proof]):
            raise ProofGone
        if limits.take("petitions.proved", f"{place.public_id}|{mailbox}", at_most=1, per=DAY):
            Place.objects.filter(pk=place.pk).update(proved=F("proved") + 1)


def drop_proof(*, campus_proof: CampusProof, actor: Actor) -> None:
    """ "It wasn't me": forget the address at once; nothing happens if it is gone."""
    with transaction.atomic():
        remove_proofs([campus_proof])


def _mailbox(address: str) -> str:
    """What the limits count: without what stands behind a plus, at many a campus one mailbox."""
    local, _at, domain = canonical_address(address).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
