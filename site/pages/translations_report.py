"""Staff's page of all published pages and how they stand in each language."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.translations import CAN_TRANSLATE, languages_of_pages, published_together
from privacy.audiences import audience
from privacy.localized import language_name
from privacy.roles import Role
from privacy.staff_views import Guarded, GuardedMenuItem, trail

AT_ONCE = 50
WHO = (Role.EDITORS, Role.ADMINISTRATORS)


class TranslationsMenuItem(GuardedMenuItem):
    """The way there, for those who write pages."""

    permission = CAN_TRANSLATE
    who = WHO

    def __init__(self) -> None:
        super().__init__(_("Languages"), reverse_lazy("page_translations"), icon_name="globe", order=800)


@audience(*WHO)
class TranslationsView(Guarded, WagtailAdminTemplateMixin, View):
    """What is missing or behind in some language, 50 a page; ``?all=1`` has the rest as well."""

    permission = CAN_TRANSLATE
    template_name = "pages/admin/translations.html"
    header_icon = "globe"
    page_title = _("Languages")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told = published_together()
        left = [together for together in told if together.is_left_to_do]
        is_all = request.GET.get("all") == "1"
        context = self.get_context_data(
            page_obj=Paginator(told if is_all else left, AT_ONCE).get_page(request.GET.get("p")),
            columns=[language_name(code) for code in languages_of_pages()],
            number=len(told),
            left=len(left),
            is_all=is_all,
        )
        return TemplateResponse(request, self.template_name, context)
