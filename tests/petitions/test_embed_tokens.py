"""The token of a form on a partner's page: of one petition and one partner, and made by nobody else."""

import base64
import secrets
from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.embed_tokens import embed_token
from petitions.embed_links import embed_path, frame_markup, link_markup
from petitions.selectors import shown_embed
from privacy.exceptions import LinkBroken
from privacy.links import Purpose, make_link_token
from tests.petitions.embeds import NOBODY, framers
from tests.petitions.factories import make_petition
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db
GUESSES = proof_size(4_000, 200_000)


def test_a_token_is_of_one_petition_and_one_partner(client, embed, petition, partner):
    other = make_petition()
    pairs = [
        (petition.public_id, uuid4()),
        (uuid4(), partner.public_id),
        (other.public_id, partner.public_id),
        (partner.public_id, petition.public_id),
    ]
    tokens = [make_link_token(Purpose.EMBED, ref, extra=extra) for ref, extra in pairs]
    tokens += [
        make_link_token(Purpose.EMBED, petition.public_id),
        make_link_token(Purpose.EMBED, embed.public_id),
        make_link_token(Purpose.WITHDRAW, petition.public_id, extra=partner.public_id),
    ]
    answers = [client.get(reverse("countersign_embed", args=[token])) for token in tokens]

    assert [(answer.status_code, framers(answer)) for answer in answers] == [(404, NOBODY)] * len(tokens)


@pytest.mark.proof
def test_no_altered_or_random_token_opens_a_form(embed, django_assert_num_queries):
    """Every single bit of the bytes and of the characters, and guesses with all but the signature right."""
    token = embed_token(embed)
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
    altered += [token[:52] + secrets.token_urlsafe(40)[: len(token) - 52] for _ in range(GUESSES // 2)]
    with django_assert_num_queries(0):
        accepted = sum(opens(one) for one in altered)
    record_figure("embeds: altered and random tokens tried, accepted", f"{len(altered):,}, {accepted}")

    assert (accepted, opens(token)) == (0, True)


def opens(token):
    try:
        return shown_embed(token) is not None
    except LinkBroken:
        return False


def test_the_markup_says_where_and_in_which_language(embed):
    frame, link = frame_markup(embed, "es"), link_markup(embed, "en")

    url = f"http://localhost:8000{embed_path(embed)}"
    assert f'src="{url}?lang=es"' in frame
    assert link == f'<a href="{url}?lang=en" rel="noopener">Sign: Drop the contract</a>'
    assert "<script" not in frame


def test_markup_of_a_hostile_title_stays_text(embed, petition):
    petition.title["en"] = '"><script>alert(1)</script>'
    petition.save()
    embed.petition = petition

    assert "<script" not in frame_markup(embed, "en")
