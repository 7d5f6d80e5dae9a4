"""Login by a passkey alone: nothing is kept for whoever asks, and each answer is good once."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fido2.utils import websafe_encode

from privacy.keyring import keyring
from privacy.links import Purpose, make_link_token
from privacy.models import UsedLink
from staff.models import StaffSession
from tests.passkey import Passkey
from tests.staff.conftest import type_password

DOOR = "/admin/login/passkey/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def passkey(user) -> Passkey:
    return Passkey(user)


def asked(client: Client) -> dict:
    return client.get(DOOR, headers=JSON).json()["request_options"]


def send(client: Client, answer: object, **more: str):
    return client.post(DOOR, {"credential": json.dumps(answer), **more})


def kept() -> tuple[int, int, int]:
    return Session.objects.count(), StaffSession.objects.count(), UsedLink.objects.count()


def test_to_ask_writes_nothing_and_sets_no_cookie(client, db):
    keyring()
    # The tokens of kept pages, which lie in a table on PostgreSQL.
    client.get(DOOR, headers=JSON)
    with CaptureQueriesContext(connection) as queries:
        options = asked(client)

    assert options["publicKey"]["userVerification"] == "required"
    # Where the cache of pages is a table, it notes that nothing is kept.
    writes = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in writes if "countersign_cache" not in sql] == []
    assert (client.cookies, kept()) == ({}, (0, 0, 0))


def test_a_page_of_a_browser_is_led_to_the_login(client, db):
    assert client.get(DOOR)["Location"] == "/admin/login/"
    assert kept() == (0, 0, 0)


def test_a_passkey_takes_both_steps_and_leads_on(client, passkey):
    answer = send(client, passkey.answer(asked(client)), next="/admin/pages/")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/pages/")
    assert client.get("/admin/").status_code == 200
    assert kept() == (1, 1, 1)
    assert Authenticator.objects.get(pk=passkey.row.pk).last_used_at is not None


def test_a_passkey_is_the_second_step_after_the_password_too(client, user, passkey):
    type_password(client, user)
    options = client.get("/admin/login/code/").context["key_options"]
    answer = client.post("/admin/login/code/", {"credential": json.dumps(passkey.answer(options))})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_an_answer_is_good_once_whoever_sends_it(client, passkey):
    answer = passkey.answer(asked(client))
    send(client, answer)
    thief = Client()

    assert send(thief, answer)["Location"] == "/admin/login/?passkey=refused"
    assert settings.SESSION_COOKIE_NAME not in thief.cookies
    assert kept() == (1, 1, 1)


def test_an_answer_runs_out_after_five_minutes(client, passkey):
    with time_machine.travel(timezone.now().replace(second=0, microsecond=0), tick=False) as clock:
        answer = passkey.answer(asked(client))
        clock.shift(timedelta(minutes=5, seconds=1))
        late = send(client, answer)

    assert (late["Location"], kept()) == ("/admin/login/?passkey=refused", (0, 0, 0))


def invented(challenge: bytes) -> dict:
    return {"publicKey": {"challenge": websafe_encode(challenge)}}


def test_only_what_we_asked_is_answered(client, user, passkey):
    """No challenge of somebody's own, none altered, and no token of ours for something else."""
    ours = make_link_token(Purpose.PASSKEY, uuid4())
    tried = [
        b"0" * 32,
        b"\xff" * 32,
        make_link_token(Purpose.STAFF_PASSWORD, uuid4()).encode(),
        make_link_token(Purpose.UNSUBSCRIBE, uuid4()).encode(),
        (ours[:-1] + ("A" if ours[-1] != "A" else "B")).encode(),
        f"{ours}=".encode(),
    ]
    answers = [send(client, passkey.answer(invented(one)))["Location"] for one in tried]

    assert answers == ["/admin/login/?passkey=refused"] * len(tried)
    assert kept() == (0, 0, 0)
    # The door they were tried at is the right one.
    assert send(client, passkey.answer(invented(ours.encode())))["Location"] == "/admin/"


def test_no_other_site_no_finger_no_other_account(client, user, colleague, passkey):
    away = passkey.answer(asked(client), origin="https://testserver.example")
    unverified = passkey.answer(asked(client), is_verified=False)
    passkey.handle = Passkey(colleague).handle
    stolen = passkey.answer(asked(client))
    passkey.handle = websafe_encode(b"999999")
    nobodys = passkey.answer(asked(client))

    for answer in (away, unverified, stolen, nobodys):
        assert send(client, answer)["Location"] == "/admin/login/?passkey=refused"
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize("origin", ["https://old.testserver", "https://testserver:8443"])
def test_a_page_of_a_subdomain_or_of_another_port_gets_nothing_from_a_passkey(client, user, passkey, origin):
    """Not at the login, not as the second step, and not where it is asked again."""
    alone = send(client, passkey.answer(asked(client), origin=origin))
    type_password(client, user)
    options = client.get("/admin/login/code/").context["key_options"]
    away = json.dumps(passkey.answer(options, origin=origin))
    second = client.post("/admin/login/code/", {"credential": away})
    options = client.get("/admin/login/code/").context["key_options"]
    client.post("/admin/login/code/", {"credential": json.dumps(passkey.answer(options))})
    options = client.get("/admin/login/again/").context["key_options"]
    away = json.dumps(passkey.answer(options, origin=origin))
    again = client.post("/admin/login/again/", {"staff_again_credential": away})

    assert alone["Location"] == "/admin/login/?passkey=refused"
    assert (second.status_code, again.status_code) == (422, 422)


def test_an_account_that_is_switched_off_has_no_right_passkey(client, passkey):
    User.objects.update(is_active=False)

    assert send(client, passkey.answer(asked(client)))["Location"] == "/admin/login/?passkey=refused"
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize(
    "garbage",
    ["", "{", "[]", "3", "null", '"x"', "{}", '{"response": []}', '{"id": 1, "rawId": [], "response": {}}'],
)
def test_garbage_is_refused_and_leaves_nothing(client, user, garbage):
    assert client.post(DOOR, {"credential": garbage})["Location"] == "/admin/login/?passkey=refused"
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize("part", ["id", "rawId", "type", "response"])
@pytest.mark.parametrize("value", [None, 3, "é", [], {}])
def test_an_answer_with_a_broken_part_is_refused(client, passkey, part, value):
    """None of them a 500; what is no part of the proof may be anything."""
    answer = passkey.answer(asked(client)) | {part: value}

    assert send(client, answer)["Location"] in {"/admin/login/?passkey=refused", "/admin/"}


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", [None, 3, "é", "AAAA", [], {}])
def test_an_answer_whose_proof_is_broken_is_refused(client, passkey, part, value):
    answer = passkey.answer(asked(client))
    answer["response"] |= {part: value}

    assert send(client, answer)["Location"] == "/admin/login/?passkey=refused"
    assert kept() == (0, 0, 0)
