"""Signatures that make a total worth looking at: through the same services as everybody's."""

from collections.abc import Sequence
from itertools import chain, cycle, repeat

from campaigns.enums import NewsChoice
from outbox.models import Letter
from petitions.models import Affiliation, Petition, Place, TypedSignature
from petitions.services import confirm_signature, sign_petition
from privacy.actors import Actor

# One postal code in each of ten states, so that lists and charts show more than one place.
_POSTAL_CODES = ("94704", "10001", "60601", "77002", "98101", "80202", "02139", "27701", "85003", "30303")
# What stands on the links they came by; some came by none.
_SOURCES = ("flyer-campus", "mail-after", "", "flyer-campus", "share-whatsapp")


def sign_as_many(petition: Petition, *, number: int, prefix: str, at: Sequence[Place] = ()) -> None:
    """Sign and confirm ``number`` times, as "Demo 1", "Demo 2" … of example.org, in turn in both languages.

    The first of them at the campuses of ``at``, one each, and most of these as what is first asked.
    Their letters are taken back: nobody waits for them, and a newcomer's outbox shows the newcomer's own.
    """
    given = [
        one.public_id.hex for one in Affiliation.objects.filter(petition=petition).order_by("sort_order")
    ]
    campuses = [place.public_id.hex for place in at]
    said = zip(
        range(1, number + 1),
        cycle(_POSTAL_CODES),
        cycle(("en", "en", "es")),
        cycle(_SOURCES),
        chain(campuses, repeat("")),
        cycle([*given[:1] * 7, *given[1:4]] or [""]),
        strict=False,
    )
    for which, postal_code, language, source, place, affiliation in said:
        typed = TypedSignature(
            email=f"{prefix}-{which}@example.org",
            given_name=f"Demo {which}",
            postal_code=postal_code,
            country="US",
            news=NewsChoice.NO.value,
            place=place,
            affiliation=affiliation if place else "",
        )
        signature = sign_petition(
            petition=petition, typed=typed, language=language, source=source, actor=Actor.system()
        )
        if signature is not None:
            confirm_signature(signature=signature, actor=Actor.the_person())
            Letter.objects.filter(ref_id=signature.public_id).delete()
