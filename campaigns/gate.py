"""What stands between the open internet and a form: origin, stamp, proof of work, honeypot.

Nothing here refuses a person: a doubtful form is quarantined, a form under load
is asked for one more step. Only a form from a foreign page is turned away.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import altcha
from django.http import HttpRequest

from campaigns.enums import Judgement, Suspicion
from campaigns.exceptions import ForeignOrigin
from campaigns.load import note_form, under_load
from campaigns.signing import FormValue, proof_secret, read_value, sign_value
from privacy import limits
from privacy.origins import is_from_us

HONEYPOT = "reply_by"
STAMP = "stamp"
PROOF = "proof"
STEP = "step"

# A browser that fills the fields in by itself leaves two choices and a button to press.
TOO_FAST_SECONDS = 2
CHALLENGE_SECONDS = 20 * 60
# Two zero bytes ahead: some 65,000 hashes, about a second on a phone.
CHALLENGE_PREFIX = "0000"
# Forms a minute that pass the step page without a script, all visitors together.
STEPS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate thinks of one form. ``proof`` must be spent by ``services.spend_proof()``
    in the transaction that writes the deed."""

    judgement: Judgement
    reason: Suspicion | None = None
    proof: bytes | None = None

    @property
    def needs_step(self) -> bool:
        """The form must go through ``doors.one_more_step()`` first."""
        return self.judgement in (Judgement.NEEDS_WORK, Judgement.TRY_LATER)


def check_origin(request: HttpRequest) -> None:
    """Raise ``ForeignOrigin`` unless the form came from a page of ours (``privacy.origins``)."""
    if not is_from_us(request):
        raise ForeignOrigin


def make_stamp() -> str:
    """A signed note of now, to the second, and a random number: one form's own, nothing about its visitor."""
    return sign_value(FormValue.STAMP, f"{int(time.time())}.{uuid4().hex}")


def make_step() -> str:
    """The single-use token of a step page: when it was shown, and a random number."""
    return sign_value(FormValue.STEP, f"{int(time.time())}.{uuid4().hex}")


def make_challenge() -> dict[str, object]:
    """An altcha challenge (SHA-256, version 2), valid for 20 minutes."""
    return altcha.create_challenge(
        "SHA-256",
        1,
        key_prefix=CHALLENGE_PREFIX,
        expires_at=int(time.time()) + CHALLENGE_SECONDS,
        hmac_secret=proof_secret(),
    ).to_dict()


def judge_form(posted: Mapping[str, str], *, asks_work: bool = False) -> Verdict:
    """Judge what was posted: the hidden field, the stamp and, under load, the work done.

    A form without a stamp is fine while there is no load: scripts may be off,
    and a cached page holds nothing per visitor. With ``asks_work`` the work is asked without load too.
    """
    note_form()
    proof = None
    if asks_work or under_load():
        proof = _proof(posted.get(PROOF, ""))
        if proof is None:
            proof = _step(posted.get(STEP, ""))
            if proof is None:
                return Verdict(Judgement.NEEDS_WORK)
            if not limits.take(
                "campaigns.step", at_most=STEPS_PER_MINUTE, per=timedelta(minutes=1), spread=True
            ):
                return Verdict(Judgement.TRY_LATER)
    reason = _suspicion(posted)
    if reason is not None:
        return Verdict(Judgement.SUSPICIOUS, reason, proof)
    return Verdict(Judgement.FINE, None, proof)


def _suspicion(posted: Mapping[str, str]) -> Suspicion | None:
    if posted.get(HONEYPOT):
        return Suspicion.HONEYPOT
    stamp = posted.get(STAMP, "")
    if not stamp:
        return None
    made = read_value(FormValue.STAMP, stamp)
    if made is None:
        return Suspicion.STAMP_FORGED
    # An old stamp is a tab left open, or the back button: nothing to hold against anyone.
    return Suspicion.TOO_FAST if time.time() - int(made.partition(".")[0]) < TOO_FAST_SECONDS else None


def _proof(payload: str) -> bytes | None:
    """What identifies a valid solution, or None."""
    if not payload or len(payload) > 4000 or not payload.isascii():
        return None
    try:
        result = altcha.verify_solution(payload, proof_secret())
        if not result.verified:
            return None
        challenge = altcha.Payload.from_base64(payload).challenge
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    # The nonce is signed, so one challenge has one digest however its solution is written.
    return hashlib.sha256(f"proof:{challenge.parameters.nonce}".encode()).digest()


def _step(token: str) -> bytes | None:
    """What identifies a valid token of a step page that was looked at long enough, or None."""
    value = read_value(FormValue.STEP, token) if token else None
    if value is None:
        return None
    age = time.time() - int(value.partition(".")[0])
    if not TOO_FAST_SECONDS <= age <= CHALLENGE_SECONDS:
        return None
    return hashlib.sha256(f"step:{value}".encode()).digest()
