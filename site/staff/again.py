"""Asking once more who is there, without losing what was typed.

With script the page asks in a dialog before it sends (static/staff/again.js). Without, a POST is
answered by a page that carries its fields on, hidden, to the same address, beside the code: one press more.
Files are never carried.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from staff import services
from staff.exceptions import TooManyTries, WrongCode
from staff.forms import TOO_MANY_CODES, WRONG_CODE
from staff.language import in_their_language
from staff.proof import prove
from staff.selectors import factors_of

# Fields of the question among those of whatever form it was put in front of.
CODE, CREDENTIAL = "staff_again_code", "staff_again_credential"
# Told to our script, and to nobody else.
HEADER = "X-Staff-Login"


def is_script(request: HttpRequest) -> bool:
    """Whether a script asks, which wants data and no page."""
    return (
        request.headers.get("Sec-Fetch-Dest") == "empty"
        or "X-Requested-With" in request.headers
        or request.headers.get("Accept", "").startswith("application/json")
    )


def try_factor(request: HttpRequest, user: Any, *, code: str, credential: Any) -> str:
    """Prove again who is there; returns a sentence where that failed, and "" where it did not."""
    try:
        if credential is not None:
            # Refuses what is no answer of a key before the package looks into it.
            webauthn.parse_authentication_response(credential)
            factor: Authenticator = webauthn.complete_authentication(user, credential)
            factor.record_usage()
        else:
            factor = services.take_code(user=user, code=code)
    except (WrongCode, ValidationError, ValueError, TypeError):
        return str(WRONG_CODE)
    except TooManyTries:
        return str(TOO_MANY_CODES)
    prove(request.session, user, factor=factor.type)
    return ""


def key_options(user: Any) -> dict[str, Any] | None:
    """What the browser asks a passkey or security key of this account; None where it has none."""
    if not any(factor.type == Authenticator.Type.WEBAUTHN for factor in factors_of(user)):
        return None
    options: dict[str, Any] = webauthn.begin_authentication(user)
    return options


def ask(request: HttpRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
    """Ask instead of the view; None where the answer came with the request, and was right."""
    if is_script(request):
        answer = JsonResponse({"error": "again"}, status=403)
        answer.headers[HEADER] = "again"
        return answer
    if request.method in {"GET", "HEAD"} or getattr(view, "csrf_exempt", False):
        # What uploads a file reads its body by itself, sealed; it is asked for again.
        return redirect(again_url(request.get_full_path()))
    return _interstitial(request)


def again_url(then: str) -> str:
    """The page that asks, and leads on to ``then`` (a path of ours)."""
    return f"{reverse('site_staff:again')}?{urlencode({'next': then})}"


def _interstitial(request: HttpRequest) -> HttpResponseBase | None:
    error = ""
    if CODE in request.POST or CREDENTIAL in request.POST:
        error = try_factor(
            request,
            request.user,
            code=request.POST.get(CODE, ""),
            credential=read_credential(request.POST.get(CREDENTIAL, "")),
        )
        if not error:
            _forget_question(request)
            return None
    return in_their_language(_question)(request, error)


def _question(request: HttpRequest, error: str) -> HttpResponse:
    context = {
        "error": error,
        "carried": list(_carried(request)),
        "has_files": bool(request.FILES),
        "action": request.get_full_path(),
        "key_options": key_options(request.user),
        "code_name": CODE,
        "credential_name": CREDENTIAL,
    }
    answer = render(request, "staff/again.html", context, status=403)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in {CODE, CREDENTIAL, "csrfmiddlewaretoken"}:
            yield from ((name, str(value)) for value in values)


def _forget_question(request: HttpRequest) -> None:
    """Let the view see what was typed into its own form, and nothing else."""
    rest = request.POST.copy()
    rest.pop(CODE, None)
    rest.pop(CREDENTIAL, None)
    rest._mutable = False
    request.POST = rest  # type: ignore[assignment]


def read_credential(typed: str) -> Any:
    """What the browser got from the key, or None where none was used."""
    if not typed:
        return None
    try:
        return json.loads(typed)
    except ValueError:
        return {}
