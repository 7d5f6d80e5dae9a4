"""Proving a campus by one mail to an address there, which is forgotten at once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.services import spend_proof
from outbox.services import post_letter
from petitions.exceptions import PetitionClosed, ProofGone
from petitions.jobs.proofs import LETTER, remove_proofs
from petitions.models import CampusProof, Place, ProofAddress
from privacy import limits
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.days import round_up_10_minutes
from privacy.sealing import seal_new

DAY = timedelta(days=1)


def ask_for_proof(
    *, place: Place, address: str, language: str, proof: bytes | None = None, actor: Actor
) -> bool:
    """Post one neutral letter to ``address``, sealed in a row of its own for a day.

    False, and nothing is written, for an address that was typed here before on this day: sent twice it is
    one. Raises PetitionClosed, BadAddress, and ProofSpent when ``proof`` was handed in before.
    """
    if not place.petition.is_open:
        raise PetitionClosed
    mailbox = canonical_address(address)
    with transaction.atomic():
        # Inside: what is rolled back was not asked for.
        if not limits.take("petitions.ask_proof", f"{place.public_id}|{mailbox}", at_most=1, per=DAY):
            return False
        spend_proof(proof=proof)
        row = CampusProof(place=place, language=language)
        row.expires_at = round_up_10_minutes(timezone.now() + DAY)
        seal_new(row, ProofAddress(address=address.strip()))
        row.save(force_insert=True)
        post_letter(kind=LETTER, language=language, ref=row)
    return True


def prove_campus(*, campus_proof: CampusProof, actor: Actor) -> None:
    """Count one more at the campus, and forget the address. Raises ProofGone at a second press.

    An address counts once a day; nobody could tell later that it had counted before.
    """
    place = campus_proof.place
    mailbox = canonical_address(campus_proof.unseal().address)
    with transaction.atomic():
        if not remove_proofs([campus_proof]):
            raise ProofGone
        if limits.take("petitions.proved", f"{place.public_id}|{mailbox}", at_most=1, per=DAY):
            Place.objects.filter(pk=place.pk).update(proved=F("proved") + 1)


def drop_proof(*, campus_proof: CampusProof, actor: Actor) -> None:
    """ "It wasn't me": forget the address at once; nothing happens if it is gone."""
    with transaction.atomic():
        remove_proofs([campus_proof])
