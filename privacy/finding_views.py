"""Findings: what was unusual in what the staff did in 180 days, and who is told of it by mail."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import admits, audience
from privacy.conf import current
from privacy.exceptions import NotTwoWatchers
from privacy.finding_rules import NIGHT_FROM, NIGHT_UNTIL, organization_zone, sentence_of
from privacy.freshness import needs_fresh_login
from privacy.local_time import to_local
from privacy.locking import HOLDERS
from privacy.models.findings import Finding
from privacy.roles import Role
from privacy.staff_names import logins
from privacy.staff_views import Guarded, GuardedMenuItem, trail
from privacy.watchers import CAN_SEE, choose, chosen, eligible, has_holders, untold, watchers

CAN_CHOOSE = "countersign_privacy.change_watch"
CAN_READ_LOG = "countersign_privacy.view_accesslog"
CAN_GIVE_ROLES = "auth.change_user"
PAGE = 50
TITLE = _("Findings")


class FindingsMenuItem(GuardedMenuItem):
    """The way there, for those who tend data."""

    permission = CAN_SEE
    who = HOLDERS

    def __init__(self) -> None:
        super().__init__(TITLE, reverse_lazy("countersign_findings"), icon_name="warning", order=915)


@audience(*HOLDERS)
@method_decorator(never_cache, name="dispatch")
class FindingsView(Guarded, WagtailAdminTemplateMixin, View):
    """What was found, the newest first."""

    permission = CAN_SEE
    template_name = "privacy/admin/findings.html"
    header_icon = "warning"
    page_title = TITLE

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = Paginator(Finding.objects.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("p"))
        findings = list(page.object_list)
        names = logins([*(one.user_id for one in findings), *(one.other_id for one in findings)])
        zone = organization_zone()
        context = self.get_context_data(
            lines=[(one, to_local(one.at, zone.key), sentence_of(one, names)) for one in findings],
            page_obj=page,
            told=[user.get_username() for user in watchers()],
            zone=zone.key,
            is_named=bool(current().organization_zone),
            night=(NIGHT_FROM, NIGHT_UNTIL),
            may_choose=request.user.has_perm(CAN_CHOOSE),
            may_read_log=_may(request, CAN_READ_LOG, Role.STEWARDS),
            **_reached(request),
        )
        return TemplateResponse(request, self.template_name, context)


def _may(request: HttpRequest, permission: str, role: Role) -> bool:
    return request.user.has_perm(permission) and admits(request.user, frozenset({role}))


def _reached(request: HttpRequest) -> dict[str, Any]:
    """How many can be told, and what keeps others from it."""
    return {
        "number": len(eligible()),
        "has_holders": has_holders(),
        "untold": untold(),
        "may_give_roles": _may(request, CAN_GIVE_ROLES, Role.ADMINISTRATORS),
    }


class ChooseForm(forms.Form):
    """Two different people, or nobody: then the first of those who may be told are."""

    first = forms.ChoiceField(label=_("One"), required=False)
    second = forms.ChoiceField(label=_("And another"), required=False)

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        # By login name: an account's number stands in no form.
        self.people = {user.get_username(): user for user in eligible()}
        names = [("", _("Nobody chosen")), *((name, name) for name in self.people)]
        for name in ("first", "second"):
            self.fields[name].choices = names  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, second = said.get("first", ""), said.get("second", "")
        if not self.errors and bool(first) != bool(second):
            self.add_error("second" if first else "first", _("Choose two people, or nobody."))
        elif first and first == second:
            self.add_error("second", _("Choose two different people."))
        return said

    def person(self, name: str) -> Any:
        """Who was chosen, or None."""
        return self.people.get(self.cleaned_data[name])


@audience(Role.STEWARDS)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class ChooseView(Guarded, WagtailAdminTemplateMixin, View):
    """Who is told of findings by mail."""

    permission = CAN_CHOOSE
    template_name = "privacy/admin/findings_who.html"
    header_icon = "warning"
    page_title = _("Who is told of findings by mail")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=[(reverse("countersign_findings"), TITLE)])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        names = [user.get_username() for user in chosen()]
        return self.draw(ChooseForm(initial=dict(zip(("first", "second"), names, strict=False))))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ChooseForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            choose(first=form.person("first"), second=form.person("second"), actor=Actor.staff(self.staff))
        except NotTwoWatchers:
            # Somebody lost the role between the look at the form and now.
            form.add_error("first", _("Choose two people, or nobody."))
            return self.draw(form, status=422)
        messages.success(request, gettext("Saved. Data stewards and Administrators are told of a change."))
        return redirect("countersign_findings")

    def draw(self, form: ChooseForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, **_reached(self.request))
        return TemplateResponse(self.request, self.template_name, context, status=status)
