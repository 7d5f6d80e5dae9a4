"""What visitors find wrong with pages, for moderators. An app says whose pages, and under which rights."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns import selectors, services
from campaigns.enums import ReportState
from campaigns.exceptions import ReportGone
from campaigns.models import PageReport, Report
from campaigns.read_reports import read_reports
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import CountersignError
from privacy.roles import Role
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded, GuardedMenuItem, QuestionView, trail

AT_ONCE = 50
CAN_SEE_REPORTS = "countersign_campaigns.view_pagereport"
CAN_DECIDE_REPORTS = "countersign_campaigns.change_pagereport"
WHO = (Role.MODERATORS, Role.ADMINISTRATORS)


class Reporting(Guarded):
    """Views of reports. The app's URLs have four names: ``names`` by what they do."""

    # "list", "page", "done", "dismiss": names of addresses; the last three take a report's public_id.
    names: ClassVar[Mapping[str, str]]
    list_label: ClassVar[Any]
    kwargs: dict[str, Any]

    def visible(self, user: AnyUser) -> QuerySet[Any]:
        """The reports that this user may see: those that wait first."""
        raise NotImplementedError

    def label_of(self, report: Any, known: Mapping[Any, str]) -> str:
        """Of which page it is; ``known`` is what ``know()`` told."""
        raise NotImplementedError

    def know(self, reports: Sequence[Any]) -> Mapping[Any, str]:
        """What ``label_of()`` has to look up for all of these at once."""
        return {}

    @cached_property
    def report(self) -> Any:
        """One of them. Raises Http404."""
        found = self.visible(self.request.user).filter(public_id=self.kwargs["report"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def list_url(self) -> str:
        return reverse(self.names["list"])

    def urls_of(self, report: Report) -> dict[str, str]:
        """Where this report leads, by what is done there."""
        return {
            name: reverse(url, args=[report.public_id]) for name, url in self.names.items() if name != "list"
        }


class ReportsPage(Reporting, WagtailAdminTemplateMixin, View):
    """Reports, those that wait first, 50 a page: the same queries for 1 and 50."""

    template_name = "campaigns/admin/reports.html"
    header_icon = "warning"
    can_decide: ClassVar[str]
    none: ClassVar[Any]

    @property
    def page_title(self) -> Any:
        return self.list_label

    def other_list(self) -> tuple[str, Any]:
        """Address and label of another list of reports; empty for none."""
        return "", ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.list_label)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = Paginator(self.visible(request.user), AT_ONCE).get_page(request.GET.get("p"))
        reports = list(page.object_list)
        known = self.know(reports)
        other_url, other_label = self.other_list()
        context = self.get_context_data(
            page_obj=page,
            rows=[
                (one, self.label_of(one.report, known), self.urls_of(one.report))
                for one in read_reports(reports)
            ],
            can_decide=request.user.has_perm(self.can_decide),
            none=self.none,
            other_url=other_url,
            other_label=other_label,
        )
        return TemplateResponse(request, self.template_name, context)


class ReportedPage(Reporting, View):
    """Leads to the page that a report is about, in its language; changes nothing.

    A view of its own, as the list would else look up the pages of fifty reports.
    """

    def page_url(self, report: Any) -> str:
        """ "" where it has no public page any more."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        url = self.page_url(self.report)
        if not url:
            messages.error(request, gettext("It has no public page any more."))
        return redirect(url or self.list_url)


class ReportDeed(Reporting, QuestionView):
    """A deed with one report; goes back to the others."""

    back_label = _("Back to the reports")
    question = _("What was typed is deleted now, the rest after its 30 days.")
    as_: ClassVar[ReportState]

    def close(self, as_: ReportState, actor: Actor) -> None:
        raise NotImplementedError

    def act(self, actor: Actor) -> None:
        self.close(self.as_, actor)

    def subject(self) -> str:
        label = self.label_of(self.report, self.know([self.report]))
        return f"{label}: {self.report.get_reason_display()}"

    def back_url(self) -> str:
        return self.list_url

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, ReportGone):
            raise refusal
        return gettext("This was decided on before: a colleague may have been faster.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=[(self.list_url, self.list_label)])


class FinishReport(ReportDeed):
    page_title = _("Mark as done")
    button = _("Done")
    done = _("The report is done.")
    as_ = ReportState.DONE


class DismissReport(ReportDeed):
    page_title = _("Nothing to do")
    button = _("Nothing to do")
    done = _("The report is put aside.")
    as_ = ReportState.DISMISSED


# --- pages that are no petition's -------------------------------------------------------------------


class PageReportsMenuItem(GuardedMenuItem):
    """The way there, for whoever may read them."""

    permission = CAN_SEE_REPORTS
    who = WHO

    def __init__(self) -> None:
        # Short: the menu cuts off what is longer.
        super().__init__(
            _("Other reports"), reverse_lazy("page_report:index"), icon_name="warning", order=213
        )


class OfPages(Reporting):
    """Of which pages, and under which rights."""

    permission = CAN_SEE_REPORTS
    names = {
        "list": "page_report:index",
        "page": "page_report:page",
        "done": "page_report:done",
        "dismiss": "page_report:dismiss",
    }
    list_label = _("Reports of other pages")

    def visible(self, user: AnyUser) -> QuerySet[PageReport]:
        return selectors.reports_visible_to(user)

    def know(self, reports: Sequence[PageReport]) -> Mapping[Any, str]:
        return selectors.titles_of_reported([one.page_key for one in reports])

    def label_of(self, report: PageReport, known: Mapping[Any, str]) -> str:
        return known.get(report.page_key) or gettext("a page that is gone")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PageReportsView(OfPages, ReportsPage):
    can_decide = CAN_DECIDE_REPORTS
    none = _(
        "None. The pages of events, and all others but those of petitions, have a link “Report this page” in "
        "their footer; what is sent there is shown here, and deleted after 30 days."
    )


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReportedPageView(OfPages, ReportedPage):
    def page_url(self, report: PageReport) -> str:
        found = selectors.reported(report.page_key, report.language)
        return found.url if found is not None else ""


class DecidePageReport(OfPages):
    """A deed with one of them."""

    permission = CAN_DECIDE_REPORTS

    def close(self, as_: ReportState, actor: Actor) -> None:
        services.finish_report(report=self.report, as_=as_, actor=actor)


@audience(Audience.STAFF)
class FinishPageReportView(DecidePageReport, FinishReport):
    pass


@audience(Audience.STAFF)
class DismissPageReportView(DecidePageReport, DismissReport):
    pass
