"""What those who come to one date answered, all together and without names."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.admin_views.common import CAN_ACT, OfDate, date_trail, date_url, when_of
from events.selectors.answers import answers_at
from privacy.audiences import Audience, audience


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AnswersView(OfDate, WagtailAdminTemplateMixin, View):
    """Enough to prepare by; whose answer it is stands behind a look."""

    permission = CAN_ACT
    template_name = "events/admin/answers.html"
    header_icon = "form"
    page_title = _("Answers")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return date_trail(self.date, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(
            subject=f"{self.event.name}, {when_of(self.date)}",
            answered=answers_at(self.date),
            back_url=date_url(self.date),
        )
        return TemplateResponse(request, self.template_name, context)
