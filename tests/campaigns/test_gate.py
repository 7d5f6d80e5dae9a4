"""The gate: foreign pages are turned away, doubtful forms quarantined, work is worth one form."""

import base64
import json

import altcha
import pytest
import time_machine
from django.conf import settings
from django.test import RequestFactory, override_settings

from campaigns import gate, load, services
from campaigns.enums import Judgement, Suspicion
from campaigns.exceptions import ForeignOrigin, ProofSpent
from campaigns.models import SpentProof
from campaigns.signing import proof_secret

pytestmark = pytest.mark.django_db

OURS = "http://testserver"
NOON = "2026-11-23T12:00:00+00:00"


def post(headers, data=None, *, secure=False):
    return RequestFactory().post("/do/x/", data or {}, headers=headers, secure=secure)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin", "origin": OURS},
        {"origin": OURS},
    ],
)
def test_forms_of_our_own_pages_pass(headers):
    gate.check_origin(post(headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "origin": OURS},
        {"sec-fetch-site": "same-site", "origin": "http://other.testserver"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"sec-fetch-site": "same-site", "origin": "null"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:8080"},
        {"referer": "http://testserver/en/petition/"},
    ],
)
def test_forms_of_any_other_page_are_turned_away(headers):
    with pytest.raises(ForeignOrigin):
        gate.check_origin(post(headers))


def test_a_form_without_script_is_fine():
    assert gate.judge_form({}) == gate.Verdict(Judgement.FINE)


def test_the_hidden_field_makes_a_form_suspicious():
    assert gate.judge_form({gate.HONEYPOT: "http://spam.example"}).reason == Suspicion.HONEYPOT


@pytest.mark.parametrize(
    ("seconds", "reason"), [(0, Suspicion.TOO_FAST), (1, Suspicion.TOO_FAST), (2, None), (90000, None)]
)
def test_a_form_sent_within_two_seconds_is_suspicious(seconds, reason):
    with time_machine.travel(NOON, tick=False) as clock:
        stamp = gate.make_stamp()
        clock.shift(seconds)
        assert gate.judge_form({"stamp": stamp}).reason == reason


def test_two_forms_of_one_second_have_two_stamps():
    assert gate.make_stamp() != gate.make_stamp()


@pytest.mark.parametrize("stamp", ["1:x", "9999999999:aaaa", "ü" * 50, "x" * 5000, ":", "\x00"])
def test_a_forged_stamp_is_suspicious_and_never_an_error(stamp):
    assert gate.judge_form({"stamp": stamp}).reason == Suspicion.STAMP_FORGED


@pytest.fixture
def loaded(monkeypatch):
    """More forms than people send."""
    monkeypatch.setattr(load, "SAMPLE", 1)
    with override_settings(COUNTERSIGN={**settings.COUNTERSIGN, "SIGN_LOAD_PER_MINUTE": 1}):
        load.forget_load()
        load._cache().delete(load.FLAG)
        load.note_form()
        load.note_form()
        load.forget_load()
        yield
        load._cache().delete(load.FLAG)
        load.forget_load()


def solved(challenge=None):
    challenge = altcha.Challenge.from_dict(challenge or gate.make_challenge())
    solution = altcha.solve_challenge(challenge)
    return altcha.Payload(challenge, solution).to_base64()


def test_without_load_no_work_is_asked():
    assert not load.under_load()


def test_under_load_a_form_without_work_needs_one_more_step(loaded):
    assert load.under_load()
    assert gate.judge_form({}).judgement == Judgement.NEEDS_WORK


def test_under_load_work_done_is_fine_and_good_for_one_form(loaded):
    proof = solved()
    verdict = gate.judge_form({"proof": proof})
    again = gate.judge_form({"proof": proof})
    assert verdict.judgement == Judgement.FINE
    assert verdict.proof == again.proof

    services.spend_proof(proof=verdict.proof)
    with pytest.raises(ProofSpent):
        services.spend_proof(proof=again.proof)
    assert SpentProof.objects.count() == 1


def test_a_solution_written_in_another_way_is_still_the_same_proof(loaded):
    proof = solved()
    content = json.loads(base64.b64decode(proof))
    content["solution"]["time"] = 17
    rewritten = base64.b64encode(json.dumps(content, indent=1).encode()).decode()
    first, second = gate.judge_form({"proof": proof}), gate.judge_form({"proof": rewritten})
    assert (first.judgement, first.proof) == (second.judgement, second.proof)


@pytest.mark.parametrize("change", ["counter", "prefix", "expiry", "signature", "secret"])
def test_no_altered_work_is_accepted(loaded, change):
    content = json.loads(base64.b64decode(solved()))
    if change == "counter":
        content["solution"]["counter"] += 1
    if change == "prefix":
        content["challenge"]["parameters"]["keyPrefix"] = "00"
    if change == "expiry":
        content["challenge"]["parameters"]["expiresAt"] += 1000
    if change == "signature":
        del content["challenge"]["signature"]
    if change == "secret":
        content = json.loads(
            base64.b64decode(solved(altcha.create_challenge("SHA-256", 1, hmac_secret="x").to_dict()))
        )
    forged = base64.b64encode(json.dumps(content).encode()).decode()
    assert gate.judge_form({"proof": forged}).judgement == Judgement.NEEDS_WORK


def test_work_runs_out_after_twenty_minutes(loaded):
    with time_machine.travel(NOON, tick=False) as clock:
        proof = solved()
        clock.shift(gate.CHALLENGE_SECONDS + 1)
        assert gate._proof(proof) is None


@pytest.mark.parametrize(
    "payload",
    ["", "e30=", "not base64", "{}", "W10=", "ü", "x" * 100_000, "bnVsbA==", "eyJjaGFsbGVuZ2UiOnt9fQ=="],
)
def test_no_payload_is_an_error(loaded, payload):
    assert gate.judge_form({"proof": payload}).judgement == Judgement.NEEDS_WORK


def test_the_step_page_is_worth_one_form_after_two_seconds(loaded):
    with time_machine.travel(NOON, tick=False) as clock:
        step = gate.make_step()
        assert gate._step(step) is None
        clock.shift(gate.TOO_FAST_SECONDS)
        first, second = gate._step(step), gate._step(step)
    assert first is not None
    services.spend_proof(proof=first)
    with pytest.raises(ProofSpent):
        services.spend_proof(proof=second)


def test_the_queue_without_a_script_is_small(loaded, monkeypatch):
    monkeypatch.setattr(gate, "STEPS_PER_MINUTE", 16)
    with time_machine.travel(NOON, tick=False) as clock:
        steps = [gate.make_step() for _ in range(200)]
        clock.shift(10)
        judgements = [gate.judge_form({"step": step}).judgement for step in steps]
    assert judgements.count(Judgement.FINE) <= 16
    assert judgements.count(Judgement.TRY_LATER) >= 184


def test_the_proof_secret_is_not_the_key_itself():
    from privacy.keyring import keyring

    sig = keyring().sig
    assert sig(sig.newest).hex() not in proof_secret()
