"""Fundraisers and gifts for tests."""

import itertools
from datetime import date, datetime
from typing import Any

from donations import services
from donations.enums import Frequency, FundraiserState
from donations.models import Donation, DonationDetails, Fundraiser
from donations.services import Asked
from privacy.actors import Actor
from privacy.local_time import to_utc
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_campaign

_numbers = itertools.count(1)
PROVIDER = "local"


def make_fundraiser(
    *, campaign=None, state=FundraiserState.OPEN, deadline: datetime | None = None, **rules: Any
) -> Fundraiser:
    """An open fundraiser; ``deadline`` is naive, in its zone."""
    if deadline is not None:
        rules["deadline_local"] = deadline
        rules["deadline_at"] = to_utc(deadline, rules.get("zone", "America/New_York"))
    return Fundraiser.objects.create(
        campaign=campaign or make_campaign(),
        name=f"Fundraiser {next(_numbers)}",
        title=LocalizedText(en="Keep us going", es="Para seguir adelante"),
        state=state,
        **rules,
    )


def typed_donor(email: str = "ada@example.org", **said: Any) -> DonationDetails:
    """What a donor typed."""
    return DonationDetails(**{"email": email, "given_name": "Ada", "family_name": "Lovelace", **said})


def give(
    fundraiser: Fundraiser,
    email: str = "ada@example.org",
    *,
    amount: int = 2500,
    frequency: Frequency = Frequency.ONCE,
    covers_fee: bool = False,
    designation: Any = None,
    language: str = "en",
    said: dict[str, Any] | None = None,
    provider: str = PROVIDER,
    **options: Any,
) -> Donation:
    """Begin a gift as a visitor does, without the form."""
    return services.start_donation(
        fundraiser=fundraiser,
        asked=Asked(amount, frequency, covers_fee, designation),
        details=typed_donor(email, **(said or {})),
        language=language,
        provider=provider,
        actor=Actor.the_person(),
        **options,
    )


def pay(donation: Donation, **told: Any) -> bool:
    """The provider tells that a gift was paid."""
    said = {"amount": donation.charged, "currency": donation.currency, **told}
    return services.note_paid(donation=donation, **said)


def give_and_pay(fundraiser: Fundraiser, email: str = "ada@example.org", **options: Any) -> Donation:
    """A gift that counts."""
    donation = give(fundraiser, email, **options)
    pay(donation)
    return donation


def pay_instalment(donation: Donation, *, day: date, number: int = 2, **told: Any) -> bool:
    """The provider tells of a later charge of the monthly gift that ``donation`` began."""
    recurring = donation.recurring
    assert recurring is not None
    said = {"amount": recurring.charged, "currency": recurring.currency, **told}
    ref = f"invoice-{recurring.public_id.hex[:8]}-{number}"
    return services.note_instalment(recurring=recurring, provider_ref=ref, day=day, **said)
