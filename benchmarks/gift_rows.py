"""Gifts to be measured, inside our own Django: ``python -m benchmarks.gift_rows DEED N``.

``proofs N`` makes an open fundraiser; prints the path of its door, then N proofs of easy work, one a line.
``checkouts N`` begins N gifts, each with its page of payment; prints the names of these, one a line.
"""

import sys
from typing import Any

import django

NAME = "Bench"
EASY = "0"


def fundraiser() -> Any:
    """The one that is given to, made where there is none."""
    from campaigns.services import start_campaign  # noqa: PLC0415 (after django.setup)
    from donations.enums import FundraiserState  # noqa: PLC0415
    from donations.models import Fundraiser  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415

    if (found := Fundraiser.objects.filter(name=NAME).first()) is not None:
        return found
    title = LocalizedText(en=NAME)
    campaign = start_campaign(title=title, slug="bench-door", first_language="en", actor=Actor.system())
    return Fundraiser.objects.create(campaign=campaign, name=NAME, title=title, state=FundraiserState.OPEN)


def proofs(number: int) -> None:
    """What the script of the form sends; how hard the work was stands in the challenge that we signed."""
    import altcha  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from campaigns import gate  # noqa: PLC0415

    gate.CHALLENGE_PREFIX = EASY
    print(reverse("countersign_give", args=[fundraiser().public_id]))
    for _number in range(number):
        challenge = altcha.Challenge.from_dict(gate.make_challenge())
        print(altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64())


def checkouts(number: int) -> None:
    """As a visitor does, without the form."""
    from donations.enums import Frequency  # noqa: PLC0415
    from donations.models import DonationDetails  # noqa: PLC0415
    from donations.providers import provider  # noqa: PLC0415
    from donations.services import Asked, note_checkout, start_donation  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415

    takes, given_to = provider(), fundraiser()
    for place in range(number):
        details = DonationDetails(email=f"bench-{place}@example.org")
        donation = start_donation(
            fundraiser=given_to,
            asked=Asked(2500, Frequency.ONCE),
            details=details,
            language="en",
            provider=takes.name,
            actor=Actor.the_person(),
        )
        page = takes.start_checkout(
            donation, email=details.email, done_url="https://example.org/", back_url="https://example.org/"
        )
        note_checkout(donation=donation, provider_ref=page.ref)
        print(page.ref)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["proofs", number]:
            proofs(int(number))
        case ["checkouts", number]:
            checkouts(int(number))
