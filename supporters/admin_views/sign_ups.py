"""Sign-ups for lists that looked like a machine's: a person looks, and lets people through."""

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
from privacy.exceptions import TooManyDeeds
from privacy.masking import mask_address, mask_name
from privacy.sealing import unseal_many
from privacy.staff_views import Guarded
from supporters.admin_views.common import CAN_ACT, WHO, file_trail, too_many_deeds
from supporters.jobs.joining import held_sign_ups
from supporters.services.joining import let_sign_up_through

PAGE_SIZE = 25


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class HeldSignUpsView(Guarded, WagtailAdminTemplateMixin, View):
    """What waits for somebody to look, masked. The number of queries does not depend on theirs."""

    permission = CAN_ACT
    template_name = "supporters/admin/held_sign_ups.html"
    header_icon = "mail"
    page_title = _("Sign-ups kept back")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = Paginator(held_sign_ups(), PAGE_SIZE).get_page(request.GET.get("p"))
        rows = list(page.object_list)
        people = [
            {
                "row": row,
                "name": mask_name(typed.given_name, typed.family_name),
                "email": mask_address(typed.email),
            }
            for row, typed in zip(rows, unseal_many(rows, skip_unreadable=True), strict=True)
            if typed is not None
        ]
        context = self.get_context_data(page_obj=page, people=people)
        return TemplateResponse(request, self.template_name, context)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class LetThroughView(Guarded, View):
    """Mail the button to one. A GET, as of a page that is loaded anew, leads to the list."""

    permission = CAN_ACT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("supporter:held")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # One that is gone ran out, or was let through: a second press says the same.
        row = held_sign_ups().filter(public_id=kwargs["sign_up"]).first()
        try:
            if row is not None:
                let_sign_up_through(sign_up=row, actor=Actor.staff(self.staff))
        except TooManyDeeds:
            messages.error(request, too_many_deeds())
            return redirect("supporter:held")
        messages.success(request, gettext("The mail with the button is on its way."))
        return redirect("supporter:held")
