"""What was given over all fundraisers that one may see, by day, kind and code; and monthly donors."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from donations.admin_views.common import CAN_SEE_TOTALS, DAYS, fundraisers_trail
from donations.chart import chart_of
from donations.selectors.report import by_day, by_fundraiser, by_part, by_source, months_of, totals_of_all
from donations.selectors.scope import visible_to
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReportView(Guarded, WagtailAdminTemplateMixin, View):
    """As many queries for ten gifts as for a million."""

    permission = CAN_SEE_TOTALS
    template_name = "donations/admin/report.html"
    header_icon = "table"
    page_title = _("What was given")
    http_method_names = ["get"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return fundraisers_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = visible_to(request.user)
        totals = totals_of_all(mine)
        months = months_of(mine)
        highest = max((month.running for month in months), default=0)
        context = self.get_context_data(
            fundraisers=by_fundraiser(mine),
            charts=[chart_of(days, code) for code, days in by_day(totals, days=DAYS).items()],
            parts=by_part(totals),
            sources=by_source(totals),
            months=[(month, round(100 * month.running / highest) if highest else 0) for month in months],
            has_months=any(month.running or month.began or month.ended for month in months),
        )
        return TemplateResponse(request, self.template_name, context)
