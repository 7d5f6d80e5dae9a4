"""Signatures that make a total worth looking at: through the same services as everybody's."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, cycle, repeat
from typing import Any
from uuid import uuid4

from campaigns.enums import NewsChoice
from outbox.models import Letter
from pages.demo.people import FAMILY_NAME, demo_people
from petitions.enums import QuarantineReason
from petitions.models import Affiliation, Petition, Place, Signature, TypedSignature
from petitions.services import (
    Slip,
    begin_batch,
    confirm_signature,
    enter_slip,
    put_aside_chosen,
    sign_petition,
)
from petitions.wordings import NEWS, PARTNER, UPDATES
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import Partner
from supporters.selectors import current_wording


def sign_as_many(
    petition: Petition,
    *,
    number: int,
    prefix: str,
    at: Sequence[Place] = (),
    comments: Sequence[str] = (),
    partner: Partner | None = None,
) -> None:
    """Sign and confirm ``number`` times, as people called Demo of example.org, in both languages.

    The first of them at the campuses of ``at``, one each, and most of these as what is first asked; and each
    of the first with one of ``comments``. With a partner every fourth takes the campaign's news, and every
    eighth says yes to the partner as well.
    Their letters are taken back: nobody waits for them, and a newcomer's outbox shows the newcomer's own.
    """
    given = [
        one.public_id.hex for one in Affiliation.objects.filter(petition=petition).order_by("sort_order")
    ]
    campuses = [place.public_id.hex for place in at]
    said = zip(
        range(1, number + 1),
        demo_people(prefix),
        chain(campuses, repeat("")),
        cycle([*given[:1] * 7, *given[1:4]] or [""]),
        chain(comments, repeat("")),
        strict=False,
    )
    for which, person, place, affiliation, comment in said:
        takes_news = partner is not None and which % 4 == 1
        typed = TypedSignature(
            email=f"{prefix}-{which}@example.org",
            given_name=person.given_name,
            family_name=FAMILY_NAME,
            postal_code=person.postal_code,
            country="US",
            news=(NewsChoice.CAMPAIGN if takes_news else NewsChoice.NO).value,
            consents=_yeses(petition, partner if which % 8 == 1 else None, person.language)
            if takes_news
            else [],
            comment=comment,
            place=place,
            affiliation=affiliation if place else "",
        )
        _sign(petition, typed, person.language, person.source)


def _yeses(petition: Petition, partner: Partner | None, language: str) -> list[list[Any]]:
    """A yes to the news of the campaign, and one to the partner, in the words that stand today."""
    news = current_wording(NEWS, language)
    yeses = [[news.public_id.hex, True, petition.campaign.news_list.public_id.hex]]
    if partner is not None:
        yeses.append([current_wording(PARTNER, language, partner).public_id.hex, True, ""])
    return yeses


def sign_on_paper(petition: Petition, *, number: int) -> None:
    """A batch of slips without an address, signed yesterday: to be looked at, gone on with, and undone."""
    batch = begin_batch(
        petition=petition,
        public_id=uuid4(),
        day=utc_today() - timedelta(days=1),
        place=None,
        news_version=current_wording(NEWS, "en").version,
        updates_version=current_wording(UPDATES, "en").version,
        actor=Actor.system(),
    )
    for _which, person in zip(range(number), demo_people("paper"), strict=False):
        slip = Slip(given_name=person.given_name, family_name=FAMILY_NAME, postal_code=person.postal_code)
        enter_slip(batch=batch, public_id=uuid4(), slip=slip, actor=Actor.system())


def put_some_aside(petition: Petition, *, prefix: str, actor: Actor) -> None:
    """Three more that look alike, put into quarantine by hand: for 30 days they can be put back."""
    alike = [
        TypedSignature(
            email=f"{prefix}-{which}@example.org",
            given_name=f"Test {which}",
            country="US",
            news=NewsChoice.NO.value,
        )
        for which in range(1, 4)
    ]
    rows = [_sign(petition, typed, "en") for typed in alike]
    put_aside_chosen(
        petition=petition,
        signatures=[row for row in rows if row is not None],
        reason=QuarantineReason.ALIKE,
        actor=actor,
    )


def _sign(petition: Petition, typed: TypedSignature, language: str, source: str = "") -> Signature | None:
    signature = sign_petition(
        petition=petition, typed=typed, language=language, source=source, actor=Actor.system()
    )
    if signature is not None:
        confirm_signature(signature=signature, actor=Actor.the_person())
        Letter.objects.filter(ref_id=signature.public_id).delete()
    return signature
