"""Cards to print and hand out before a direct action."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from events.admin_views.common import CAN_VIEW, OfEvent
from events.contact_card import draw_contact_card
from events.pocket_card import draw_pocket_card
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ContactCardView(Guarded, View):
    """Whom to call if somebody does not come back: blank lines, filled in on paper only."""

    permission = CAN_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _pdf(draw_contact_card())


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PocketCardView(OfEvent, View):
    """The pocket card with the event's number for legal support, without anybody's code."""

    permission = CAN_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _pdf(draw_pocket_card(legal_number=self.event.legal_number))


def _pdf(drawn: bytes) -> HttpResponse:
    headers = {"Content-Disposition": 'inline; filename="card.pdf"'}
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)
