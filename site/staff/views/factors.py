"""Setting up a second step: at the first login, where nothing else opens, and later."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, get_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from privacy.audiences import Audience, audience
from privacy.freshness import needs_fresh_login
from staff import again, services
from staff.adapters import begin_whole
from staff.exceptions import TooManyTries, WrongCode
from staff.forms import TOO_MANY_CODES, WRONG_CODE, AppForm, KeyForm
from staff.language import in_their_language
from staff.proof import prove, seconds_left
from staff.sessions import this_session, who_sets_up
from staff.side import takes_passkeys

type DoorView = Callable[..., HttpResponse]


def for_who_sets_up(view: DoorView) -> DoorView:
    """Give the view its ``user``; strangers go to the login, who is logged in proves it again."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = who_sets_up(request)
        if user is None:
            return redirect("wagtailadmin_login")
        # These pages stand open for half a login, so the middleware does not guard them.
        if request.user.is_authenticated and not seconds_left(request):
            return redirect(again.again_url(request.get_full_path()))
        return in_their_language(view)(request, *args, user=user, **kwargs)

    return never_cache(inner)


def _finish(request: HttpRequest, user: Any, factor: Authenticator) -> HttpResponse:
    """Whole from now on, if it was half; and the recovery codes, if nobody has seen them."""
    if request.user.is_authenticated:
        prove(request.session, user, factor=factor.type)
    else:
        begin_whole(request, user, factor=factor.type)
    return redirect("site_staff:codes")


@audience(Audience.PUBLIC)
@for_who_sets_up
def begin_factor(request: HttpRequest, *, user: Any) -> HttpResponse:
    """Choose between an app and a passkey."""
    said = {"is_first": not request.user.is_authenticated, "takes_passkeys": takes_passkeys(request)}
    return render(request, "staff/begin_factor.html", said)


@audience(Audience.PUBLIC)
@for_who_sets_up
def add_app(request: HttpRequest, *, user: Any) -> HttpResponse:
    """Show a secret as a picture and as text, and take the first code made from it."""
    form = AppForm(request.POST or None)
    # The one that was shown, as long as it is being typed in.
    secret = get_totp_secret(regenerate=not form.is_bound)
    if form.is_bound and form.is_valid():
        try:
            factor = services.add_app(
                user=user, secret=secret, code=form.cleaned_data["code"], this_session=this_session(request)
            )
        except WrongCode:
            form.add_error("code", WRONG_CODE)
        except TooManyTries:
            form.add_error("code", TOO_MANY_CODES)
        else:
            request.session.pop(SECRET_SESSION_KEY, None)
            return _finish(request, user, factor)
    context = {
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": _picture(get_adapter().build_totp_url(user, secret)),
        "is_first": not request.user.is_authenticated,
    }
    return render(request, "staff/add_app.html", context, status=422 if form.is_bound else 200)


def _picture(url: str) -> SafeString:
    """The secret for a camera: as a part of the page, because as an address it would lie in a history."""
    code = segno.make(url, error="m")
    # nosemgrep: no-mark-safe (drawn by a library, out of squares alone)
    return format_html("{}", SafeString(code.svg_inline(scale=5, border=3, dark="#000", light="#fff")))


@audience(Audience.PUBLIC)
@for_who_sets_up
def add_key(request: HttpRequest, *, user: Any) -> HttpResponse:
    """Have the browser make a passkey, and keep its public half."""
    form = KeyForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        factor = services.add_key(
            user=user,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
            this_session=this_session(request),
        )
        return _finish(request, user, factor)
    context = {
        "form": form,
        "key_options": begin_registration(user, passwordless=True),
        "takes_passkeys": takes_passkeys(request),
        "is_first": not request.user.is_authenticated,
    }
    return render(request, "staff/add_key.html", context, status=422 if form.is_bound else 200)


@audience(Audience.STAFF)
@needs_fresh_login(also_to_look=True)
@never_cache
@in_their_language
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes: shown once, on POST, for they are a secret; before that, what they are for."""
    if request.method != "POST":
        return render(request, "staff/codes.html", {"codes": []})
    shown = services.unseen_codes(user=request.user)
    return render(request, "staff/codes.html", {"codes": shown, "is_over": not shown})
