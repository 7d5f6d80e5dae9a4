"""What visitors find wrong with pages, for moderators."""

from typing import Any

from django.core.paginator import Paginator
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
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from petitions import selectors, services
from petitions.addresses import place_path
from petitions.admin_views.common import CAN_DECIDE_REPORTS, CAN_SEE_REPORTS
from petitions.admin_views.deeds import DeedView
from petitions.enums import ReportState
from petitions.models import PageReport, Petition
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded

AT_ONCE = 50


class ReportsMenuItem(MenuItem):
    """The way there, for whoever may read them."""

    def __init__(self) -> None:
        super().__init__(
            _("Reports of pages"), reverse_lazy("petition:reports"), icon_name="warning", order=212
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CAN_SEE_REPORTS))


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReportsView(Guarded, WagtailAdminTemplateMixin, View):
    """Reports, those that wait first, 50 a page: the same queries for 1 and 50."""

    permission = CAN_SEE_REPORTS
    template_name = "petitions/admin/reports.html"
    header_icon = "warning"
    page_title = _("Reports of pages")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return reports_trail(self.page_title)[:2]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = selectors.reports_visible_to(request.user)
        page = Paginator(rows, AT_ONCE).get_page(request.GET.get("p"))
        context = self.get_context_data(
            page_obj=page,
            rows=selectors.read_reports(list(page.object_list)),
            can_decide=request.user.has_perm(CAN_DECIDE_REPORTS),
        )
        return TemplateResponse(request, self.template_name, context)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReportedPageView(Guarded, View):
    """Leads to the page that a report is about, in its language; changes nothing.

    A view of its own, as the list would else look up the pages of fifty petitions.
    """

    permission = CAN_SEE_REPORTS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = own_report(request.user, self.kwargs["report"])
        path = selectors.page_path(report.petition, report.language)
        if not path:
            messages.error(request, gettext("It has no public page any more."))
            return redirect("petition:reports")
        place = report.place
        return redirect(place_path(path, place.slug) if place is not None and place.is_open else path)


def reports_trail(label: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the reports."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("petition:reports"), "label": _("Reports of pages")},
        {"url": "", "label": label},
    ]


def own_report(user: AnyUser, public_id: Any) -> PageReport:
    """A report of a page of a petition that this user may see. Raises Http404."""
    report = selectors.reports_visible_to(user).filter(public_id=public_id).first()
    if report is None:
        raise Http404
    return report


class ReportDeedView(DeedView):
    """A deed with one report; goes back to the others."""

    permission = CAN_DECIDE_REPORTS
    back_label = _("Back to the reports")

    @cached_property
    def report(self) -> PageReport:
        return own_report(self.request.user, self.kwargs["report"])

    @cached_property
    def petition(self) -> Petition:
        return self.report.petition

    def subject(self) -> str:
        return f"{self.petition.name}: {self.report.get_reason_display()}"

    def back_url(self) -> str:
        return reverse("petition:reports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return reports_trail(self.page_title)


@audience(Audience.STAFF)
class FinishReportView(ReportDeedView):
    page_title = _("Mark as done")
    question = _("What was typed is deleted now, the rest after its 30 days.")
    button = _("Done")
    done = _("The report is done.")

    def act(self, actor: Actor) -> None:
        services.finish_report(report=self.report, as_=ReportState.DONE, actor=actor)


@audience(Audience.STAFF)
class DismissReportView(ReportDeedView):
    page_title = _("Nothing to do")
    question = _("What was typed is deleted now, the rest after its 30 days.")
    button = _("Nothing to do")
    done = _("The report is put aside.")

    def act(self, actor: Actor) -> None:
        services.finish_report(report=self.report, as_=ReportState.DISMISSED, actor=actor)
