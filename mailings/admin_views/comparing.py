"""Mailings beside each other: the same numbers of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from mailings.admin_views.common import CAN_VIEW, mailings_trail
from mailings.admin_views.forms import parsed_ids, past_of
from mailings.enums import Outcome
from mailings.models import Mailing
from mailings.selectors.results import results_of
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded

# Of each a few queries: more beside each other nobody reads.
MOST = 6
OFFERED = 30
COMPARED = (Outcome.DELIVERED, Outcome.BOUNCED, Outcome.UNSUBSCRIBED, Outcome.COMPLAINED)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class CompareView(Guarded, WagtailAdminTemplateMixin, View):
    """Those whose ids the address says, six at most; the newest three where it says none."""

    permission = CAN_VIEW
    template_name = "mailings/admin/compare.html"
    header_icon = "table"
    page_title = _("Compare mailings")
    http_method_names = ["get"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return mailings_trail(self.page_title)

    @cached_property
    def offered(self) -> list[Mailing]:
        return list(past_of(self.request.user)[:OFFERED])

    @cached_property
    def chosen(self) -> list[Mailing]:
        wanted = parsed_ids(self.request.GET.getlist("mailing"))
        if not wanted:
            return self.offered[:3]
        return list(past_of(self.request.user).filter(public_id__in=wanted)[:MOST])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ids = {one.public_id for one in self.chosen}
        others = [one for one in self.chosen if one not in self.offered]
        context = self.get_context_data(
            rows=[self.row_of(one) for one in self.chosen],
            offered=[(one, one.public_id in ids) for one in (*self.offered, *others)],
            labels=[one.label for one in COMPARED],
            most=MOST,
            back_url=reverse("mailing:index"),
        )
        return TemplateResponse(request, self.template_name, context)

    def row_of(self, mailing: Mailing) -> dict[str, Any]:
        """Its numbers, and what they are of a hundred that were sent."""
        found = results_of(mailing)
        told = [(found.outcomes[one], found.rate(found.outcomes[one])) for one in COMPARED]
        return {
            "mailing": mailing,
            "sent": found.outcomes[Outcome.SENT],
            "told": told,
            "visits": (found.visits, found.rate(found.visits)),
            "acted": (found.acted, found.rate(found.acted)),
        }
