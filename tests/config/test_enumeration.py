"""Nobody learns who is on a list: a public door answers known and unknown alike, and as fast."""

import gc
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.models import List
from supporters.services import subscribe
from tests.events.factories import make_occurrence, register_and_confirm
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.proof import proof_size, record_figure
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

REQUESTS = proof_size(0, 10_000)
# Beyond it the two sides differ by more than chance.
MOST_T = 4.5
KNOWN = "maria@example.org"
OURS = {"sec-fetch-site": "same-origin"}
# What is drawn anew for everybody: a token against forgery.
ANEW = re.compile(rb'(name="csrfmiddlewaretoken" value=|"CSRF_TOKEN": )"\w+"')


@dataclass(frozen=True)
class Door:
    """A request, made with who is known or with somebody else each time."""

    ask: Callable[[str], HttpResponse]
    known: str
    unknown: Callable[[], str]
    status: int = 303


def nobody() -> str:
    # As long as the known one: the length of an answer is no news.
    return f"{uuid4().hex[:5]}@example.org"


@pytest.fixture
def doors(db, settings, client: Client) -> dict[str, Door]:
    """Every public door that asks who somebody is. Maria is known at each.

    Doors behind a link of ours know whose it is: nobody makes such a link (tests/privacy/test_tokens.py).
    """
    petition = make_petition()
    sign_and_confirm(petition, KNOWN)
    occurrence = make_occurrence()
    register_and_confirm(occurrence, KNOWN)
    maria = admit(KNOWN)
    news = List.objects.create(name=LocalizedText(en="News", es="Novedades"), is_public=True)
    subscribe(supporter=maria, list=news, actor=Actor.the_person())
    User.objects.create_user("maria", KNOWN, "correct horse battery staple")
    typed = {"given_name": "Maria", "postal_code": "94110", "news": "no", "lang": "en"}

    def post(path: str, **more: str) -> Callable[[str], HttpResponse]:
        return lambda who: client.post(path, {**typed, **more, "email": who}, headers=OURS)

    def by_name(path: str, **more: str) -> Callable[[str], HttpResponse]:
        return lambda who: Client().post(path, {"login": who, "name": who, **more}, headers=OURS)

    sign = reverse("countersign_petition_sign", args=[petition.public_id])
    register = reverse("countersign_event_register", args=[occurrence.event.public_id])
    join = reverse("countersign_supporters:join_list", args=[news.public_id])
    ask_door = reverse("countersign_supporters:ask_door")

    def nobodys_name() -> str:
        return uuid4().hex[:5]

    return {
        "sign": Door(post(sign), KNOWN, nobody),
        "register": Door(post(register, part=occurrence.public_id.hex), KNOWN, nobody),
        "join a list": Door(post(join), KNOWN, nobody),
        "own door": Door(post(ask_door), KNOWN, nobody),
        "staff login": Door(by_name("/admin/login/", password="wrong"), "maria", nobodys_name, 422),
        "new password": Door(by_name("/admin/password_reset/"), "maria", nobodys_name, 302),
    }


def told(answer: HttpResponse, who: str) -> tuple[Any, ...]:
    """All that an answer says: status, headers, names of cookies, bytes; what was typed aside."""
    headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
    content = ANEW.sub(b"", answer.content).replace(f'"{who}"'.encode(), b"who")
    return answer.status_code, headers, sorted(answer.cookies), content


def undone(ask: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer; nothing of the request stays, so that each finds the same."""
    with transaction.atomic():
        answer = ask()
        transaction.set_rollback(True)
    return answer


def spent(ask: Callable[[], HttpResponse]) -> int:
    """Nanoseconds: of the processor where the database works in this process, of the clock elsewhere."""
    now = time.thread_time_ns if connection.vendor == "sqlite" else time.perf_counter_ns
    with transaction.atomic():
        began = now()
        ask()
        lasted = now() - began
        transaction.set_rollback(True)
    return lasted


def welch(some: list[int], others: list[int]) -> float:
    """Welch's t of both, without the slowest twentieth, which are the machine's doing."""
    most = sorted([*some, *others])[len(some + others) * 19 // 20]
    some, others = ([one for one in side if one <= most] for side in (some, others))
    apart = sqrt(variance(some) / len(some) + variance(others) / len(others))
    return (fmean(some) - fmean(others)) / apart


DOORS = ("sign", "register", "join a list", "own door", "staff login", "new password")


@pytest.mark.parametrize("name", DOORS)
def test_known_and_unknown_get_the_same_answer_to_the_byte(doors, name, client):
    door = doors[name]
    known, unknown = ((undone(lambda who=who: door.ask(who)), who) for who in (door.known, door.unknown()))

    assert told(*known) == told(*unknown)
    # The form was taken; the login, with a wrong password, was not.
    assert known[0].status_code == door.status


@pytest.mark.proof
@pytest.mark.skipif(REQUESTS == 0, reason="times are measured by `make prove` alone")
@pytest.mark.parametrize("name", DOORS)
def test_known_and_unknown_take_the_same_time(doors, name, client):
    """Both sides by turns, in an order drawn by lot, each finding what the first one found."""
    door = doors[name]
    times: dict[bool, list[int]] = {True: [], False: []}
    for _first in range(20):
        undone(lambda: door.ask(door.known))
        undone(lambda: door.ask(door.unknown()))
    gc.collect()
    gc.disable()
    try:
        for turn in range(REQUESTS // 2):
            for is_known in random.sample([True, False], 2):
                who = door.known if is_known else door.unknown()
                times[is_known].append(spent(lambda who=who: door.ask(who)))
            if turn % 100 == 0:
                gc.collect()
    finally:
        gc.enable()
    t = welch(times[True], times[False])
    record_figure(
        f"{name}: requests for known and unknown by turns, Welch's t, microseconds apart",
        f"{REQUESTS:,}, {t:.2f}, {(fmean(times[True]) - fmean(times[False])) / 1000:+.1f}",
    )
    assert abs(t) < MOST_T
