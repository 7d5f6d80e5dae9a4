"""Login in two steps, or by a passkey in one; and out again."""

from typing import Any

from allauth.account.views import LoginView as PackageLoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import LogoutView as PackageLogoutView

from privacy.audiences import Audience, audience
from staff import services


@audience(Audience.PUBLIC)
class LoginView(PackageLoginView):
    """The first step: login name and password. Names that exist and names that don't get the same answer."""

    template_name = "staff/login.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer


@audience(Audience.PUBLIC)
@method_decorator(never_cache, name="dispatch")
class CodeView(AuthenticateView):
    """The second step: a code, a recovery code, or a passkey."""

    template_name = "staff/code.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        has_key = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        options = context.get("js_data", {}).get("request_options")
        return context | {"key_options": options if has_key else None}


@audience(Audience.PUBLIC)
class PasskeyView(LoginWebAuthnView):
    """Both steps at once: something held, and the finger or PIN that unlocks it."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('wagtailadmin_login')}?passkey=refused")


@audience(Audience.PUBLIC)
class LogoutView(PackageLogoutView):
    """Out, by POST only; the session is gone from the list as well."""

    http_method_names = ("post", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.session.session_key:
            services.end_this_session(session_key=request.session.session_key)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


@audience(Audience.PUBLIC)
@never_cache
def lost(request: HttpRequest) -> HttpResponse:
    """What to do without the second step."""
    return render(request, "staff/lost.html")
