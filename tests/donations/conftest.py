"""Fixtures of the donations' tests."""

from contextlib import suppress

import altcha
import pytest
from django.urls import reverse

from campaigns import gate
from donations.selectors.rules import forget_rules
from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter
from pages.models import FundraiserPage
from tests.petitions.conftest import home  # noqa: F401  a fixture


@pytest.fixture
def letters(db):
    """The letters that wait, oldest first, that would be sent, as (kind, recipient, content)."""

    def read():
        written = []
        for row in Letter.objects.order_by("pk"):
            # Those with nothing left to say are skipped, as they are when they are sent.
            with suppress(Gone):
                written.append((row.kind, *write(kind_of(row.kind), row)))
        return written

    return read


@pytest.fixture
def fundraiser_page(home):  # noqa: F811  the fixture
    """Publish a page that presents a fundraiser."""

    def publish(fundraiser, *, title="Keep us going", **words):
        page = home.add_child(
            instance=FundraiserPage(title=title, fundraiser=fundraiser, live=False, **words)
        )
        page.save_revision().publish()
        forget_rules()
        return FundraiserPage.objects.get(pk=page.pk)

    return publish


def work_done() -> str:
    """What the script of the form sends after a second of work."""
    challenge = altcha.Challenge.from_dict(gate.make_challenge())
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


@pytest.fixture
def post_gift(client, monkeypatch):
    """Post the form under a fundraiser as a browser on our page does; a field that is None is left out."""
    monkeypatch.setattr(gate, "CHALLENGE_PREFIX", "0")

    def post(fundraiser, **said):
        data = {"frequency": "once", "amount_once": "5000", "amount_monthly": "1500", "lang": "en"}
        data |= {gate.PROOF: work_done(), **said}
        data = {name: value for name, value in data.items() if value is not None}
        url = reverse("countersign_give", args=[fundraiser.public_id])
        return client.post(url, data, headers={"sec-fetch-site": "same-origin"})

    return post
