"""Mails of which nobody knows whether they were sent: listed, and settled by a person who looked."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from mailings.admin_views.common import CAN_SEND, OfMailing, mailing_trail, mailing_url
from mailings.admin_views.deeds import why_not
from mailings.admin_views.forms import parsed_ids
from mailings.enums import UNDER_WAY
from mailings.exceptions import MailingError
from mailings.selectors.progress import unknown_of
from mailings.services.settling import settle_unknown
from outbox.enums import SendState
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.roles import Role
from supporters.people import masked_people

PAGE_SIZE = 50
# Masked people are on it.
WHO = (Role.MAILERS, Role.STEWARDS)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class UnknownView(OfMailing, WagtailAdminTemplateMixin, View):
    """The rows, masked, each with the id by which a mail server's log knows it. One query of the keystore."""

    permission = CAN_SEND
    template_name = "mailings/admin/unknown.html"
    header_icon = "help"
    page_title = _("Sent or not: nobody knows")
    http_method_names = ["get"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return mailing_trail(self.mailing, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = Paginator(unknown_of(self.mailing), PAGE_SIZE).get_page(request.GET.get("p"))
        rows = list(page)
        people = masked_people([row.supporter for row in rows])
        context = self.get_context_data(
            mailing=self.mailing,
            page_obj=page,
            rows=list(zip(rows, people, strict=True)),
            can_again=self.mailing.state in UNDER_WAY,
            back_url=mailing_url(self.mailing),
        )
        return TemplateResponse(request, self.template_name, context)


class SettleView(OfMailing, View):
    """Write what somebody found out of those that were ticked. POST only."""

    permission = CAN_SEND
    http_method_names = ["post"]
    as_state: SendState

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = parsed_ids(request.POST.getlist("row"))
        if not chosen:
            messages.warning(request, gettext("Tick somebody first."))
            return redirect("mailing:unknown", self.mailing.public_id)
        try:
            number = settle_unknown(
                mailing=self.mailing,
                public_ids=chosen,
                as_state=self.as_state,
                actor=Actor.staff(self.staff),
            )
        except MailingError as refusal:
            messages.error(request, why_not(refusal))
        else:
            said = ngettext("%(number)d is settled.", "%(number)d are settled.", number)
            messages.success(request, said % {"number": number})
        return redirect("mailing:unknown", self.mailing.public_id)


@audience(*WHO)
class SettleSentView(SettleView):
    as_state = SendState.SENT


@audience(*WHO)
class SettleFailedView(SettleView):
    as_state = SendState.FAILED


@audience(*WHO)
class SettleAgainView(SettleView):
    as_state = SendState.QUEUED
