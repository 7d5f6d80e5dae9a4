"""The token of a form on a table: of one table, for its days, and made by nobody else."""

import base64
import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from petitions.exceptions import KioskGone
from petitions.kiosk_links import kiosk_token
from petitions.selectors import live_kiosk
from privacy.exceptions import LinkBroken
from privacy.links import Purpose, make_link_token
from tests.petitions.kiosks import NO_STORE, open_kiosk
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db
GUESSES = proof_size(4_000, 200_000)


@pytest.fixture
def kiosk(petition):
    return open_kiosk(petition)


def test_only_a_token_of_this_purpose_and_of_a_row_opens_a_table(client, kiosk, petition):
    until = timezone.now() + timedelta(days=1)
    broken = [
        make_link_token(Purpose.CHECK_IN, kiosk.public_id, until=until),
        make_link_token(Purpose.EMBED, kiosk.public_id),
        make_link_token(Purpose.CAMPUS, kiosk.public_id),
        "altered",
        "x" * 300,
    ]
    gone = [make_link_token(Purpose.KIOSK, ref, until=until) for ref in (uuid4(), petition.public_id)]
    for tokens, status in ((broken, 404), (gone, 410)):
        for view in ("countersign_kiosk", "countersign_kiosk_thanks"):
            answers = [client.get(reverse(view, args=[token])) for token in tokens]
            assert [(one.status_code, one["Cache-Control"]) for one in answers] == [(status, NO_STORE)] * len(
                tokens
            )


@pytest.mark.proof
def test_no_altered_or_random_token_opens_a_table(kiosk, django_assert_num_queries):
    """Every single bit of the bytes and of the characters, and guesses with all but the signature right."""
    token = kiosk_token(kiosk)
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    altered = []
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        altered.append(base64.urlsafe_b64encode(flipped).rstrip(b"=").decode())
    for bit in range(len(token) * 8):
        flipped = bytearray(token.encode())
        flipped[bit // 8] ^= 1 << bit % 8
        altered.append(flipped.decode("latin-1"))
    altered += [secrets.token_urlsafe(80)[: len(token)] for _ in range(GUESSES // 2)]
    altered += [token[:30] + secrets.token_urlsafe(40)[: len(token) - 30] for _ in range(GUESSES // 2)]
    with django_assert_num_queries(0):
        accepted = sum(opens(one) for one in altered)
    record_figure("tables: altered and random tokens tried, accepted", f"{len(altered):,}, {accepted}")

    assert (accepted, opens(token)) == (0, True)


def opens(token):
    try:
        return live_kiosk(token) is not None
    except (LinkBroken, KioskGone):
        return False
