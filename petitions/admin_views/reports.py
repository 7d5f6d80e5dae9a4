"""What visitors find wrong with pages of petitions, for moderators."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.menu import MenuItem

from campaigns.admin_views.reports import DismissReport, FinishReport, ReportedPage, Reporting, ReportsPage
from campaigns.enums import ReportState
from petitions import selectors, services
from petitions.addresses import place_path
from petitions.admin_views.common import CAN_DECIDE_REPORTS, CAN_SEE_REPORTS
from petitions.models import PageReport
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser


class ReportsMenuItem(MenuItem):
    """The way there, for whoever may read them."""

    def __init__(self) -> None:
        super().__init__(
            _("Reports of pages"), reverse_lazy("petition:reports"), icon_name="warning", order=212
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CAN_SEE_REPORTS))


class OfPetitions(Reporting):
    """Of which pages, and under which rights."""

    permission = CAN_SEE_REPORTS
    names = {
        "list": "petition:reports",
        "page": "petition:report_page",
        "done": "petition:report_done",
        "dismiss": "petition:report_dismiss",
    }
    list_label = _("Reports of pages")

    def visible(self, user: AnyUser) -> QuerySet[PageReport]:
        return selectors.reports_visible_to(user)

    def label_of(self, report: PageReport, known: Mapping[Any, str]) -> str:
        at = f": {report.place.where}" if report.place is not None else ""
        return f"{report.petition.name}{at}"


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReportsView(OfPetitions, ReportsPage):
    can_decide = CAN_DECIDE_REPORTS
    none = _(
        "None. Each page of a petition has a link “Report this page” in its footer; what is sent there is "
        "shown here, and deleted after 30 days."
    )


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReportedPageView(OfPetitions, ReportedPage):
    def page_url(self, report: PageReport) -> str:
        path = selectors.page_path(report.petition, report.language)
        place = report.place
        return place_path(path, place.slug) if path and place is not None and place.is_open else path


class DecideReport(OfPetitions):
    """A deed with one of them."""

    permission = CAN_DECIDE_REPORTS

    def close(self, as_: ReportState, actor: Actor) -> None:
        services.finish_report(report=self.report, as_=as_, actor=actor)


@audience(Audience.STAFF)
class FinishReportView(DecideReport, FinishReport):
    pass


@audience(Audience.STAFF)
class DismissReportView(DecideReport, DismissReport):
    pass
