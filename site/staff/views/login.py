"""Login in two steps, or by a passkey in one; and out again."""

from typing import Any

from allauth.account.views import LoginView as PackageLoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.views import LogoutView as DjangoLogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from privacy.audiences import Audience, audience
from staff import services
from staff.again import is_script
from staff.half_logins import end_outdated_half
from staff.side import takes_passkeys


@audience(Audience.PUBLIC)
class LoginView(PackageLoginView):
    """The first step: login name and password. Names that exist and names that don't get the same answer."""

    template_name = "staff/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The package leads on who is between two steps, and would let no new password be typed."""
        end_outdated_half(request)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"takes_passkeys": takes_passkeys(self.request)}

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer


@audience(Audience.PUBLIC)
@method_decorator(never_cache, name="dispatch")
class CodeView(AuthenticateView):
    """The second step: a code, a recovery code, or a passkey."""

    template_name = "staff/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back at the first step, who typed a password that is the account's no longer."""
        end_outdated_half(request)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What our script has the browser ask; the package's own view would begin a session for it."""
        if is_script(request):
            return JsonResponse({"request_options": services.ask_any_passkey()})
        return HttpResponseRedirect(reverse("wagtailadmin_login"))

    def form_invalid(self, form: Any) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('wagtailadmin_login')}?passkey=refused")


@audience(Audience.PUBLIC)
class LogoutView(DjangoLogoutView):
    """Out, by POST only; the session is gone from the list as well, and its cookie from the browser."""

    http_method_names = ("post", "options")
    next_page = "wagtailadmin_login"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.session.session_key:
            services.end_this_session(session_key=request.session.session_key)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            answer.delete_cookie(settings.SESSION_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH)
            # Or the middleware writes an empty one.
            request.session.modified = False
        return answer


@audience(Audience.PUBLIC)
@never_cache
def lost(request: HttpRequest) -> HttpResponse:
    """What to do without the second step."""
    return render(request, "staff/lost.html")
