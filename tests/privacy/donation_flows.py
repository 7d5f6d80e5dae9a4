"""Flows of gifts: giving, mistyping, joining the list, asking for the way, being forgotten."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from django.contrib.auth import get_user_model
from django.test import override_settings
from django.urls import reverse

from campaigns import gate
from donations.jobs.giving import write_standings
from donations.models import Donation
from donations.services.books import export_books
from privacy import csv_export
from privacy.actors import Actor
from privacy.days import utc_today
from tests.donations.conftest import work_done
from tests.donations.factories import make_fundraiser
from tests.privacy.seized import MARK
from tests.proof import proof_size

if TYPE_CHECKING:
    from tests.privacy.flows import Canary, Visitors

# So many give, every second of them monthly.
DONORS = proof_size(10, 200)


def form_of(canary: "Canary", **more: str) -> dict[str, str]:
    """What one canary types into the form under a fundraiser."""
    return {
        "frequency": "monthly" if canary.number % 2 else "once",
        "amount_once": "2500",
        "amount_monthly": "1500",
        "covers_fee": "on",
        "given_name": f"{MARK.capitalize()} {canary.number}",
        "family_name": f"{MARK.upper()} {canary.number}",
        "email": canary.email,
        "dedication": f"{MARK} of {canary.number}",
        "news": "on",
        "lang": "es" if canary.number % 2 else "en",
        **more,
    }


# Each form costs a second of work, which here is none.
@patch.object(gate, "CHALLENGE_PREFIX", "0")
# The page of payment that stands in for the provider's is there in development only.
@override_settings(DEBUG=True)
def give_money(visitors: "Visitors", canaries: list["Canary"]) -> None:
    """All give; the first joins the list, the second is forgotten, the last leaves the page of payment."""
    fundraiser = make_fundraiser(campaign=visitors.petition.campaign, takes_dedication=True)
    give = reverse("countersign_give", args=[fundraiser.public_id])
    assert visitors.post(give, form_of(canaries[0], amount_once="other", other_once=MARK)) == 422
    for canary in canaries:
        assert visitors.post(give, form_of(canary, **{gate.PROOF: work_done()})) == 303
        if canary is not canaries[-1]:
            pay = reverse("countersign_demo_paid", args=[Donation.objects.latest("pk").public_id])
            assert visitors.post(pay, {"card": "refused"}) == 422
            assert visitors.post(pay, {"card": "works"}) == 303
    letters = visitors.work()
    [news] = {path for path in letters[canaries[0].email] if path.endswith("/news/")}
    assert visitors.post(news.removesuffix("news/") + "join/") == 303
    [own] = {path for path in letters[canaries[1].email] if "/my-gift/" in path and "/news/" not in path}
    assert visitors.post(f"{own}mail/") == 303
    [door] = {path for path in visitors.work()[canaries[1].email] if path.endswith("/open/")}
    assert visitors.post(door.removesuffix("open/") + "enter/") == 303
    inside = visitors.urls[-1]
    assert visitors.client.get(inside).status_code == 200
    assert visitors.post(inside.removesuffix("inside/") + "summary/", {"year": str(utc_today().year)}) == 200
    assert visitors.post(inside.removesuffix("inside/") + "forgotten/") == 200
    write_standings()
    take_the_books_and_die()


# Piece by piece, so that the first is not all of it.
@patch.object(csv_export, "PIECE", 1)
def take_the_books_and_die() -> None:
    """The file for accounting leaves, and the process that writes it dies midway."""
    today = utc_today()
    treasurer = get_user_model()._default_manager.create_user("treasurer")
    pieces: Any = export_books(first=today - timedelta(days=30), last=today, actor=Actor.staff(treasurer))
    assert MARK not in next(pieces).decode().lower()
    pieces.close()
