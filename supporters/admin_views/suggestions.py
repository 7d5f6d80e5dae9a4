"""Pairs of records that may be one person's: looked at one by one, and decided by a person."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.roles import Role
from privacy.staff_views import Guarded
from supporters import services
from supporters.admin_views.common import CAN_MERGE, file_trail
from supporters.admin_views.listing import dress
from supporters.enums import SuggestionState, WorkState
from supporters.jobs.alike import MOST_OF_DAY, MOST_OF_REGION, records_to_open
from supporters.models import MergeSuggestion, NameLook
from supporters.models.merging import this_week
from supporters.searching import PORTION

PAGE_SIZE = 25


@audience(Role.STEWARDS)
@method_decorator(never_cache, name="dispatch")
class SuggestionsView(Guarded, WagtailAdminTemplateMixin, View):
    """What waits for somebody to decide, masked. The number of queries does not depend on theirs."""

    permission = CAN_MERGE
    template_name = "supporters/admin/alike.html"
    header_icon = "group"
    page_title = _("Possible duplicates")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = MergeSuggestion.objects.filter(state=SuggestionState.OPEN)
        rows = waiting.select_related("first", "second").order_by("pk")
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
        dress([person for row in page for person in row.people])
        look = NameLook.objects.filter(week=this_week()).first()
        records = records_to_open()
        context = self.get_context_data(
            page_obj=page,
            look=look,
            may_look=look is None or look.state == WorkState.FAILED,
            records=records,
            minutes=max(records // (PORTION * 60), 1),
            most_of_region=MOST_OF_REGION,
            most_of_day=MOST_OF_DAY,
        )
        return TemplateResponse(request, self.template_name, context)


@audience(Role.STEWARDS)
@method_decorator(never_cache, name="dispatch")
class CompareNamesView(Guarded, View):
    """Have all names compared, once a week. A GET, as of a page that is loaded anew, leads to the list."""

    permission = CAN_MERGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("supporter:alike")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.look_for_like_names(actor=Actor.staff(self.staff))
        return redirect("supporter:alike")


@audience(Role.STEWARDS)
@method_decorator(never_cache, name="dispatch")
class DismissView(Guarded, View):
    """They are two: not suggested again. A GET, as of a page that is loaded anew, leads to the list."""

    permission = CAN_MERGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("supporter:alike")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # One that is gone was followed, or one of the two is erased: a second press says the same.
        suggestion = MergeSuggestion.objects.filter(public_id=kwargs["suggestion"]).first()
        if suggestion is not None:
            services.dismiss_suggestion(suggestion=suggestion, actor=Actor.staff(self.staff))
        messages.success(request, gettext("They stay two, and are not suggested again."))
        return redirect("supporter:alike")
