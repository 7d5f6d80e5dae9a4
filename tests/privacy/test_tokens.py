"""Nobody makes a link of ours: not by guessing, not by turning one into another, and not at another door."""

import re
import secrets
from collections.abc import Iterable
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from campaigns.signing import FormValue, read_value, sign_value
from privacy.exceptions import LinkBroken
from privacy.links import Purpose, read_link_token
from tests.privacy.tokens import nearly, token_for
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db

GUESSES = proof_size(20_000, 1_000_000)
# Random tokens at each door; the rest of the guessing needs no door.
AT_A_DOOR = proof_size(2, 200)
STEP = proof_size(12, 1)
SEED = proof_size(secrets.randbelow(1000), 0)
CLOSED = {403, 404, 405, 410}
OWN_PAGE = {"sec-fetch-site": "same-origin"}


def accepted_of(tokens: Iterable[str], purpose: Purpose) -> int:
    accepted = 0
    for token in tokens:
        try:
            read_link_token(token, purpose)
        except LinkBroken:
            continue
        accepted += 1
    return accepted


@pytest.mark.proof
def test_no_single_bit_of_any_purposes_token_can_be_turned():
    tried = accepted = whole = 0
    for purpose in Purpose:
        for extra in (None, uuid4()):
            token = token_for(purpose, uuid4(), extra=extra)
            altered = list(nearly(token))
            tried += len(altered)
            accepted += accepted_of(altered, purpose)
            whole += accepted_of([token], purpose)
    record_figure(
        f"links: single-bit flips tried of tokens of {len(Purpose)} purposes, accepted",
        f"{tried:,}, {accepted}",
    )
    assert (accepted, whole) == (0, 2 * len(Purpose))


@pytest.mark.proof
def test_random_tokens_are_broken():
    """By turns: all of it random, and all right but the signature."""
    accepted = 0
    share = -(-GUESSES // len(Purpose))
    for purpose in Purpose:
        token = token_for(purpose, uuid4())
        mac = 26  # characters that hold the last 19 bytes, and a bit of what is before them
        guesses = (
            secrets.token_urlsafe(80)[: len(token)]
            if at % 2
            else token[:-mac] + secrets.token_urlsafe(40)[:mac]
            for at in range(share)
        )
        accepted += accepted_of(guesses, purpose)
    record_figure(
        f"links: random tokens tried of {len(Purpose)} purposes, accepted",
        f"{share * len(Purpose):,}, {accepted}",
    )
    assert accepted == 0


@pytest.mark.proof
def test_no_value_signed_into_a_form_can_be_altered():
    tried = accepted = 0
    for purpose in FormValue:
        signed = sign_value(purpose, "12")
        altered = {
            chr(ord(letter) ^ 1 << bit).join((signed[:at], signed[at + 1 :]))
            for at, letter in enumerate(signed)
            for bit in range(8)
        }
        altered |= {sign_value(other, "12") for other in FormValue if other is not purpose}
        altered |= {f"12:{secrets.token_urlsafe(32)}" for _guess in range(GUESSES // 100)}
        tried += len(altered)
        accepted += sum(read_value(purpose, one) is not None for one in altered)
        assert read_value(purpose, signed) == "12"
    record_figure(
        "values signed into forms: altered and random ones tried, accepted", f"{tried:,}, {accepted}"
    )
    assert accepted == 0


# --- at the doors --------------------------------------------------------------------------------

ANYTHING = {"uuid": str(uuid4()), "int": "1", "slug": "x", "str": "x", "path": "x"}


def doors() -> list[str]:
    """All addresses with a token in them, with ``{}`` for it."""

    def walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterable[str]:
        for one in patterns:
            at = before + str(one.pattern).replace("^", "")
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, at)
            # Of the staff side only ours: Wagtail's own way to a new password leads to ours.
            elif "token>" in at and not at.startswith("/admin/password_reset/confirm"):
                at = re.sub(r"<(?:\w+:)?token>", "{}", at)
                yield re.sub(r"<(?:(\w+):)?\w+>", lambda part: ANYTHING[part[1] or "str"], at)

    return sorted(set(walk(get_resolver().url_patterns, "/")))


def answer_of(client: Client, path: str) -> int:
    """Of a GET; where a door takes POST alone, of an empty form from its own page."""
    status = client.get(path).status_code
    return client.post(path, headers=OWN_PAGE).status_code if status == 405 else status


@pytest.mark.proof
def test_every_door_opens_to_its_own_purpose_alone(client: Client):
    """Tokens that we did sign, of every purpose, for things that are not there; and random ones.

    To its own a door may answer that it is over, or that nothing is there: never to another's.
    """
    tried, opened = 0, {}
    for door in doors()[SEED % STEP :: STEP]:
        tokens = {purpose.name: token_for(purpose, uuid4(), extra=uuid4()) for purpose in Purpose}
        tokens |= {f"random {at}": secrets.token_urlsafe(42) for at in range(AT_A_DOOR)}
        tried += len(tokens)
        found = {
            name
            for name, token in tokens.items()
            if answer_of(client, door.format(quote(token))) not in CLOSED
        }
        if found:
            opened[door] = found
    mine = {door: names for door, names in opened.items() if len(names) > 1 or "random" in "".join(names)}
    figure = f"{len(doors())}, {tried:,}, {len(mine)}"
    record_figure(
        "doors with a token in their address: tokens of every purpose tried, opened to another's", figure
    )
    print(opened)
    assert mine == {}
