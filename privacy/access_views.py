"""The access log for Data stewards: who looked, exported or changed, when and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.access_reads import Asked, Place, last_check, page_of, totals_of
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.choices import AccessDeed, AccessReason
from privacy.days import utc_today
from privacy.kind_names import KIND_NAMES
from privacy.models.ledger import AccessLog
from privacy.readings import has_read, note_reading
from privacy.roles import Role
from privacy.staff_names import called, logins
from privacy.staff_views import Guarded, GuardedMenuItem, trail

WHO = (Role.STEWARDS,)
CAN_READ = "countersign_privacy.view_accesslog"
# What is shown where no days are asked for.
DAYS = 30
EVERYBODY = "", _("Everybody")


class AccessLogMenuItem(GuardedMenuItem):
    """The way there, for Data stewards."""

    permission = CAN_READ
    who = WHO

    def __init__(self) -> None:
        super().__init__(_("Access log"), reverse_lazy("countersign_access_log"), icon_name="view", order=910)


class AskForm(forms.Form):
    """Of whom, what, why, and when; nothing has to be said."""

    user = forms.ChoiceField(label=_("Who"), required=False)
    deed = forms.ChoiceField(
        label=_("What they did"), required=False, choices=[("", _("Anything")), *AccessDeed.choices]
    )
    reason = forms.ChoiceField(
        label=_("Why"), required=False, choices=[("", _("Any reason")), *AccessReason.choices]
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        # By login name: an account's number stands in no address.
        users = get_user_model()._default_manager.order_by("username").values_list("username", "pk")
        self.numbers = dict(users)
        self.fields["user"].choices = [EVERYBODY, *((name, name) for name in self.numbers)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one."))
        return said

    def asked(self) -> Asked:
        """What to look for; the last 30 days where nothing was said, or nothing that could be read."""
        said = getattr(self, "cleaned_data", {})
        until: date = said.get("until") or utc_today()
        since: date = said.get("since") or until - timedelta(days=DAYS)
        return Asked(
            since=min(since, until),
            until=until,
            user_id=self.numbers.get(said.get("user", "")),
            deed=AccessDeed(said["deed"]) if said.get("deed") else None,
            reason=AccessReason(said["reason"]) if said.get("reason") else None,
        )


@dataclass(frozen=True)
class Entry:
    """One entry in words."""

    row: AccessLog
    who: str
    kinds: str


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class AccessLogView(Guarded, WagtailAdminTemplateMixin, View):
    """Totals for each of the staff, and, once a day's opening was noted by a POST, the entries."""

    permission = CAN_READ
    template_name = "privacy/admin/access_log.html"
    header_icon = "view"
    page_title = _("Access log")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AskForm(request.GET or None)
        is_wrong = form.is_bound and not form.is_valid()
        asked = form.asked()
        is_open = has_read(user=self.staff, deed=AccessDeed.LOG_READ)
        behind = Place.read(request.GET.get("behind", ""))
        rows, then = page_of(asked, behind=behind) if is_open else ([], None)
        totals = totals_of(asked)
        names = logins({row.user_id for row in rows} | {one["user_id"] for one in totals})
        said = {name: value for name, value in request.GET.items() if name in form.fields and value}
        context = self.get_context_data(
            form=form,
            asked=asked,
            is_open=is_open,
            check=last_check(),
            entries=[Entry(row, called(row.user_id, names), _kinds(row)) for row in rows],
            totals=[{**one, "who": called(one["user_id"], names)} for one in totals],
            is_first=behind is None,
            first_url=f"?{urlencode(said)}",
            next_url=f"?{urlencode({**said, 'behind': str(then)})}" if then is not None else "",
        )
        return TemplateResponse(request, self.template_name, context, status=422 if is_wrong else 200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_reading(actor=Actor.staff(self.staff), deed=AccessDeed.LOG_READ)
        return redirect("countersign_access_log")


def _kinds(row: AccessLog) -> str:
    return ", ".join(str(KIND_NAMES.get(name, name)) for name in row.kinds or ())
