"""Our gate before the forms of public lists, which live a floor below and cannot import it."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from campaigns import gate
from campaigns.doors import one_more_step
from campaigns.enums import Judgement
from campaigns.exceptions import ProofSpent
from campaigns.forms import PublicForm
from campaigns.services import spend_proof
from supporters.form_gate import FormGate, Judged


def hidden_fields(form: BaseForm) -> Mapping[str, Any]:
    """What the hidden part of any form is drawn with; the same for every visitor."""
    # A form of ours that is never taken without work has it fetched on the first focus.
    asks_work = isinstance(form, PublicForm) and form.asks_work
    return {
        "form": form,
        "honeypot": gate.HONEYPOT,
        "language": get_language(),
        "stamp": form.data.get(gate.STAMP, ""),
        "challenge_url": reverse("countersign_challenge") + ("?work=1" if asks_work else ""),
    }


def _judge(request: HttpRequest) -> Judged:
    verdict = gate.judge_form(request.POST)
    if verdict.needs_step:
        return Judged(step=one_more_step(request, verdict))
    return Judged(is_doubtful=verdict.reason is not None, proof=verdict.proof)


def _spend(proof: bytes) -> bool:
    try:
        spend_proof(proof=proof)
    except ProofSpent:
        return False
    return True


def _again(request: HttpRequest) -> HttpResponse:
    return one_more_step(request, gate.Verdict(Judgement.NEEDS_WORK))


list_gate = FormGate("countersign/form/guard.html", hidden_fields, _judge, _spend, _again)
