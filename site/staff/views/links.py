"""Pages behind a mailed link: an invitation, and a new password. Both end at the login, never inside."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from privacy.audiences import Audience, audience
from privacy.exceptions import LinkError, VaultLocked
from privacy.links import Purpose, read_link_token
from privacy.lock import refuse_while_locked
from staff import services
from staff.by_link import let_try
from staff.exceptions import NoInvitation
from staff.forms import AskPasswordForm, NewPasswordForm
from staff.selectors import invitation_for, password_account
from staff.sessions import begin_half


@audience(Audience.LINK)
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password on POST, and go on to the second step; the link is used up by it."""
    try:
        refuse_while_locked()
        link = read_link_token(token, Purpose.INVITATION)
        user = invitation_for(link.ref, link.extra).user
        form = NewPasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            user = services.accept_invitation(token=token, password=form.cleaned_data["password"])
            begin_half(request, user)
            return redirect("site_staff:begin_factor")
    except (LinkError, NoInvitation):
        return render(request, "staff/link_over.html", {"is_invitation": True}, status=410)
    except VaultLocked:
        return render(request, "staff/link_waits.html", status=503)
    return _password_page(request, form, {"username": user.get_username(), "is_invitation": True})


@audience(Audience.PUBLIC)
@never_cache
def ask_for_password(request: HttpRequest) -> HttpResponse:
    """Where a forgotten password is told; the same answer for names that exist and names that don't."""
    form = AskPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_for_password(name=form.cleaned_data["name"])
        return redirect("site_staff:password_asked")
    status = 422 if form.is_bound else 200
    return render(request, "staff/ask_password.html", {"form": form}, status=status)


@audience(Audience.PUBLIC)
@never_cache
def password_asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "staff/password_asked.html")


@audience(Audience.LINK)
@never_cache
@sensitive_post_parameters()
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password on POST. It logs nobody in, and leaves the second step as it is."""
    try:
        user: Any = password_account(token).user
        form = NewPasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            services.set_new_password(token=token, password=form.cleaned_data["password"])
            let_try(request, user)
            return redirect("site_staff:password_stored")
    except (LinkError, NoInvitation):
        return render(request, "staff/link_over.html", {"is_invitation": False}, status=410)
    return _password_page(request, form, {"username": user.get_username(), "is_invitation": False})


@audience(Audience.PUBLIC)
@never_cache
def password_stored(request: HttpRequest) -> HttpResponse:
    """The way on to the login."""
    return render(request, "staff/password_stored.html")


def _password_page(request: HttpRequest, form: NewPasswordForm, said: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "staff/new_password.html", {"form": form, **said}, status=status)


@audience(Audience.PUBLIC)
def other_password_way(request: HttpRequest, rest: str) -> HttpResponse:
    """Wagtail's own addresses for a forgotten password: all of them lead to the one page for it."""
    return redirect("site_staff:ask_password")
