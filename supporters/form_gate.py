"""What stands before the form of a public list: told by a floor above, in its ``ready()``.

The gate that doubts forms, and asks for work under load, is the campaigns'; a form of this floor may not
import it. Without one a form is taken as it comes, within the budgets of its service.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from privacy.registry import register_once


@dataclass(frozen=True)
class Judged:
    """What a gate thinks of one form. ``step`` is the page that asks for more before it is taken; a
    ``doubtful`` one is taken and kept back; ``proof`` is spent in the transaction that keeps the form."""

    step: HttpResponse | None = None
    is_doubtful: bool = False
    proof: bytes | None = None


@dataclass(frozen=True)
class FormGate:
    """One gate. ``template`` draws the hidden part of a form with what ``fields(form)`` gives.

    ``spend(proof)`` says whether that proof is used for the first time; ``again(request)`` is the page for
    one that was not.
    """

    template: str
    fields: Callable[[BaseForm], Mapping[str, Any]]
    judge: Callable[[HttpRequest], Judged]
    spend: Callable[[bytes], bool]
    again: Callable[[HttpRequest], HttpResponse]


_gates: dict[str, FormGate] = {}


def register_form_gate(gate: FormGate) -> None:
    """Put ``gate`` before this floor's forms: there is one. Raises ImproperlyConfigured for a second."""
    register_once(_gates, "gate", gate, what="gate of forms")


def form_gate() -> FormGate | None:
    """The gate, where an installed app registered one."""
    return _gates.get("gate")


def judge(request: HttpRequest) -> Judged:
    """What the gate thinks of a posted form; fine where there is none."""
    gate = form_gate()
    return gate.judge(request) if gate is not None else Judged()


def is_first_use(proof: bytes | None) -> bool:
    """Spend what the gate accepted, in the caller's transaction; False where it was spent before."""
    gate = form_gate()
    return proof is None or gate is None or gate.spend(proof)
