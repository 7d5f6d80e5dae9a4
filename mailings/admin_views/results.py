"""What came of a mailing, as charts and tables. Nobody was watched for them: opens are not known."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from mailings.admin_views.common import CAN_VIEW, OfMailing, mailing_trail, mailing_url
from mailings.admin_views.result_words import action_rows, outcome_rows, reason_rows
from mailings.chart import chart_of, share
from mailings.selectors.results import (
    LinkVisits,
    actions_by_day,
    results_by_wording,
    results_of,
    visits_by_hour,
)
from privacy.audiences import Audience, audience
from privacy.localized import language_name


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ResultsView(OfMailing, WagtailAdminTemplateMixin, View):
    """Numbers alone. As many queries for a hundred people as for a million."""

    permission = CAN_VIEW
    template_name = "mailings/admin/results.html"
    header_icon = "view"
    page_title = _("Results")
    http_method_names = ["get"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return mailing_trail(self.mailing, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        results = results_of(self.mailing)
        wordings = results_by_wording(self.mailing)
        context = self.get_context_data(
            mailing=self.mailing,
            results=results,
            outcomes=outcome_rows(results),
            reasons=reason_rows(results),
            links=link_rows(results.links),
            actions=action_rows(results),
            visits=chart_of(visits_by_hour(self.mailing)),
            days=chart_of(actions_by_day(self.mailing)),
            wordings=[(one.label, found) for one, found in wordings.items()],
            back_url=mailing_url(self.mailing),
            compare_url=reverse("mailing:compare", query={"mailing": self.mailing.public_id}),
        )
        return TemplateResponse(request, self.template_name, context)


def link_rows(links: Any) -> list[tuple[LinkVisits, str, int]]:
    """Each link with the name of its language and the length of its bar."""
    highest = max((link.visits for link in links), default=0)
    return [(link, language_name(link.language), share(link.visits, highest)) for link in links]
