"""Proving once more who is there: a page, and what the dialog of the admin's script asks and sends."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from privacy.audiences import Audience, audience
from staff.again import CODE, CREDENTIAL, is_script, key_options, read_credential, try_factor
from staff.language import in_their_language
from staff.people import is_staff_side, shows_people, wants_fresh
from staff.proof import is_idle, seconds_left


@audience(Audience.PUBLIC)
@never_cache
@in_their_language
def prove_again(request: HttpRequest) -> HttpResponse:
    """Ask on GET; on POST take the code or the key's answer, and lead on to ``next``."""
    then = _then(request)
    if not request.user.is_authenticated:
        return _logged_out(request, then)
    error = ""
    if request.method == "POST":
        error = try_factor(
            request,
            request.user,
            code=request.POST.get(CODE, ""),
            credential=read_credential(request.POST.get(CREDENTIAL, "")),
        )
        if is_script(request):
            body: dict[str, Any] = {"error": error} if error else {"fresh": seconds_left(request)}
            return JsonResponse(body, status=422 if error else 200)
        if not error:
            return HttpResponseRedirect(then)
    context = {
        "error": error,
        "next": then,
        "key_options": key_options(request.user),
        "code_name": CODE,
        "credential_name": CREDENTIAL,
    }
    return render(request, "staff/again.html", context, status=422 if error else 200)


@audience(Audience.PUBLIC)
@never_cache
def state(request: HttpRequest) -> HttpResponse:
    """Whether a POST to the address ``for`` would be asked again: "ok", "again" or "login".

    With what the dialog needs: this session's token for forms, and what to ask a passkey.
    """
    token = get_token(request)
    if not request.user.is_authenticated:
        return JsonResponse({"state": "login", "token": token})
    asked = _is_asked(request, request.GET.get("for", ""))
    options = key_options(request.user) if asked else None
    return JsonResponse({"state": "again" if asked else "ok", "token": token, "key": options})


def _is_asked(request: HttpRequest, address: str) -> bool:
    try:
        path = urlsplit(address).path
        match = resolve(path)
    except (Resolver404, ValueError):
        raise Http404 from None
    request.resolver_match = match
    if not is_staff_side(request, match.func, path):
        # The page that asks this, and the way out: the middleware lets them pass as well.
        return False
    if wants_fresh(request, match.func, "POST") and not seconds_left(request):
        return True
    return shows_people(request, match.func) and is_idle(request)


def _then(request: HttpRequest) -> str:
    """A path of ours, or the admin's front page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else reverse("wagtailadmin_home")


def _logged_out(request: HttpRequest, then: str) -> HttpResponse:
    if is_script(request):
        return JsonResponse({"state": "login"}, status=403)
    return redirect_to_login(then, reverse("wagtailadmin_login"))
