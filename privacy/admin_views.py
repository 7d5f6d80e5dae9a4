"""Staff's own pages of the vault: what is deleted when, what would go today, and the button that does it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import TooManyRuns
from privacy.holds import held_scopes, is_held
from privacy.panels import CAN_SEE_RETENTION
from privacy.record_tasks import run_retention
from privacy.retention import ONE_DAY, Rule, cutoff_of, days_of, outcomes
from privacy.retention_runs import ask_for_run, last_runs
from privacy.roles import Role
from privacy.staff_views import Guarded, GuardedMenuItem, trail
from privacy.what_we_hold import days_text

CAN_RUN = "countersign_privacy.add_retentionrun"
WHO = (Role.STEWARDS, Role.ADMINISTRATORS)


class RetentionMenuItem(GuardedMenuItem):
    """The way there, for those who tend data."""

    permission = CAN_SEE_RETENTION
    who = WHO

    def __init__(self) -> None:
        super().__init__(
            _("Retention"), reverse_lazy("countersign_retention"), icon_name="history", order=900
        )


@dataclass(frozen=True)
class Line:
    """One rule: None where it could not be counted."""

    says: str
    until: str
    by_law: bool
    due: int | None
    overdue: int | None
    is_held: bool = False


def line_of(rule: Rule, outcome: int | Exception, scopes: frozenset[str]) -> Line:
    """The rule with what the daily run would delete today, and what it should have deleted before."""
    said, by_law = str(rule.says), days_of(rule) > rule.days
    if is_held(rule, scopes):
        return Line(said, days_text(rule), by_law, 0, 0, is_held=True)
    if isinstance(outcome, Exception):
        return Line(said, days_text(rule), by_law, None, None)
    # What is late is due as well: where nothing is due nothing is asked.
    late = rule.overdue(cutoff_of(rule) - ONE_DAY) if outcome else 0
    return Line(said, days_text(rule), by_law, outcome, late)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class RetentionView(Guarded, WagtailAdminTemplateMixin, View):
    """Every rule with what would go today: the dry run. Nothing is deleted by looking."""

    permission = CAN_SEE_RETENTION
    template_name = "privacy/admin/retention.html"
    header_icon = "history"
    page_title = _("Retention")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scopes = held_scopes()
        lines = [line_of(rule, outcome, scopes) for rule, outcome in outcomes(dry_run=True)]
        runs = last_runs()
        context = self.get_context_data(
            lines=lines,
            due=sum(line.due or 0 for line in lines),
            overdue=sum(line.overdue or 0 for line in lines),
            runs=runs,
            under_way=next((run for run in runs if run.is_under_way), None),
            may_run=request.user.has_perm(CAN_RUN),
        )
        return TemplateResponse(request, self.template_name, context)


@audience(*WHO)
class RunRetentionView(Guarded, View):
    """Have a worker enforce all rules now. A GET, as of a page that is loaded anew, leads to the page."""

    permission = CAN_RUN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("countersign_retention")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            ask_for_run(actor=Actor.staff(self.staff), task=run_retention)
        except TooManyRuns:
            messages.error(
                request, gettext("You have had it run 10 times within this hour. Go on in the next hour.")
            )
        else:
            messages.success(
                request,
                gettext("What is due is being deleted now, in the background."),
            )
        return redirect("countersign_retention")
