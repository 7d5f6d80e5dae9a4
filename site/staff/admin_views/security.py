"""One's own login: second steps, password, address, and where one is logged in."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.audiences import Audience, audience
from privacy.freshness import needs_fresh_login
from privacy.staff_views import trail
from staff import services
from staff.exceptions import LastFactor
from staff.forms import AddressForm, LabelForm, NewPasswordForm
from staff.jobs import drop_sessions
from staff.models import StaffSession
from staff.selectors import codes_left, factors_of, sessions_of
from staff.sessions import this_session


@dataclass(frozen=True)
class Step:
    """One second step as its owner sees it."""

    pk: int
    label: str
    is_key: bool


def steps_of(user: Any) -> list[Step]:
    """The second steps of an account, without its recovery codes; the app first."""
    steps: list[Step] = []
    for factor in factors_of(user):
        if factor.type == Authenticator.Type.TOTP:
            steps.insert(0, Step(factor.pk, gettext("App that shows codes"), is_key=False))
        elif factor.type == Authenticator.Type.WEBAUTHN:
            steps.append(Step(factor.pk, factor.wrap().name, is_key=True))
    return steps


class OwnPage(WagtailAdminTemplateMixin, View):
    """A page about one's own account."""

    header_icon = "lock"
    page_title: Any = _("Login and security")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def draw(self, *, status: int = 200, **said: Any) -> HttpResponse:
        context = self.get_context_data(**said)
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class OverviewView(OwnPage):
    """Everything about one's own login, with the ways to change it."""

    template_name = "staff/admin/security.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        steps = steps_of(request.user)
        return self.draw(
            steps=steps,
            may_remove=len(steps) > 1,
            codes_left=codes_left(request.user),  # type: ignore[arg-type]
            sessions=sessions_of(request.user),  # type: ignore[arg-type]
            this_session=this_session(request),
        )


overview = OverviewView.as_view()


@audience(Audience.STAFF)
@needs_fresh_login
@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class ChangePasswordView(OwnPage):
    """A new password; every other session ends."""

    template_name = "staff/admin/form.html"
    page_title = _("Change your password")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(NewPasswordForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewPasswordForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(form, status=422)
        user = services.change_password(
            user=request.user, password=form.cleaned_data["password"], this_session=this_session(request)
        )
        before = this_session(request)
        update_session_auth_hash(request, user)
        # Django gave the session another key: its row on the list follows.
        StaffSession.objects.filter(key_hash=before).update(key_hash=this_session(request))
        messages.success(request, gettext("Your password is changed. All your other sessions have ended."))
        return redirect("site_staff_admin:security")

    def _page(self, form: NewPasswordForm, *, status: int = 200) -> HttpResponse:
        return self.draw(form=form, button=gettext("Change the password"), status=status)


change_password = ChangePasswordView.as_view()


@audience(Audience.STAFF)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class ChangeAddressView(OwnPage):
    """Where mail about the account goes; the old address is told."""

    template_name = "staff/admin/form.html"
    page_title = _("Change your address")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(AddressForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        services.change_address(user=request.user, address=form.cleaned_data["address"])
        messages.success(request, gettext("Mail about your account goes to the new address from now on."))
        return redirect("site_staff_admin:security")

    def _page(self, form: AddressForm, *, status: int = 200) -> HttpResponse:
        lead = gettext("Links to a new password are mailed there, so it should be an address only you read.")
        return self.draw(form=form, lead=lead, button=gettext("Change the address"), status=status)


change_address = ChangeAddressView.as_view()


@audience(Audience.STAFF)
@needs_fresh_login
@require_POST
@never_cache
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the page that shows them comes next."""
    services.renew_codes(user=request.user)
    return redirect("site_staff:codes")


@audience(Audience.STAFF)
@needs_fresh_login
@require_POST
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Forget one of one's own second steps, but never the last."""
    pk = request.POST.get("step", "")
    factor = next((one for one in factors_of(request.user) if str(one.pk) == pk), None)  # type: ignore[arg-type]
    if factor is None or factor.type == Authenticator.Type.RECOVERY_CODES:
        raise Http404
    try:
        services.remove_factor(user=request.user, factor=factor, this_session=this_session(request))
    except LastFactor:
        messages.error(request, gettext("This is your only second step. Add another one first."))
    else:
        messages.success(request, gettext("It is removed. All your other sessions have ended."))
    return redirect("site_staff_admin:security")


def _own_session(request: HttpRequest, public_id: Any) -> StaffSession:
    return get_object_or_404(sessions_of(request.user), public_id=public_id)  # type: ignore[arg-type]


@audience(Audience.STAFF)
@require_POST
def end_session(request: HttpRequest, public_id: Any) -> HttpResponse:
    """End one of one's own sessions, wherever it is."""
    session = _own_session(request, public_id)
    if session.key_hash == this_session(request):
        raise Http404
    services.end_session(session=session)
    messages.success(request, gettext("That session has ended."))
    return redirect("site_staff_admin:security")


@audience(Audience.STAFF)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    drop_sessions(request.user, but=this_session(request))  # type: ignore[arg-type]
    messages.success(request, gettext("All your other sessions have ended."))
    return redirect("site_staff_admin:security")


@audience(Audience.STAFF)
@require_POST
def name_session(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Call a session of one's own by a name: "Laptop at home"."""
    session = _own_session(request, public_id)
    form = LabelForm(request.POST)
    if form.is_valid():
        services.label_session(session=session, label=form.cleaned_data["label"])
    return redirect("site_staff_admin:security")
