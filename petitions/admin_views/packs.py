"""A delivery's pack: asked for, taken along; and its letter by itself."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages

from petitions import selectors, services
from petitions.admin_views.common import CAN_SEE_DELIVERIES, may_pack_names
from petitions.admin_views.deeds import why_not
from petitions.admin_views.deliveries import OfDelivery
from petitions.admin_views.delivery_forms import PackForm
from petitions.exceptions import PetitionError
from petitions.pack import letter_sheet
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.freshness import needs_fresh_login
from privacy.views import stream_file


@audience(Audience.STAFF)
class MakePackView(OfDelivery, View):
    """Have it made: 302 to the delivery, which shows how far it is. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PackForm(
            request.POST, may_export=may_pack_names(request.user) and self.delivery.place_id is None
        )
        if form.is_valid():
            try:
                services.ask_for_pack(
                    delivery=self.delivery,
                    language=form.cleaned_data["language"],
                    with_names=form.with_people,
                    actor=Actor.staff(self.staff),
                )
            except PetitionError as refusal:
                messages.error(request, why_not(refusal))
        return redirect(self.back_url())


@audience(Audience.STAFF)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class TakePackView(OfDelivery, View):
    """The pack itself, after a line in the access log. POST only; one with names for data stewards alone."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.delivery.names and not may_pack_names(request.user):
            raise PermissionDenied
        try:
            file = services.open_pack(delivery=self.delivery, actor=Actor.staff(self.staff))
        except PetitionError:
            messages.warning(
                request, gettext("The pack is not here any more: a day has passed. Make it anew.")
            )
            return redirect(self.back_url())
        return stream_file(file)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class LetterView(OfDelivery, View):
    """The letter and the numbers by themselves, once the pack is made: names nobody, changes nothing."""

    permission = CAN_SEE_DELIVERIES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        delivery = self.delivery
        if kwargs["language"] not in dict(settings.LANGUAGES) or not selectors.letter_is_told(delivery):
            raise Http404
        sheet = letter_sheet(
            delivery,
            selectors.numbers_told(delivery),
            language=kwargs["language"],
            names=delivery.names or 0,
            comments=delivery.comments or 0,
        )
        return HttpResponse(
            sheet.as_bytes(),
            content_type="application/pdf",
            headers={"Content-Disposition": 'inline; filename="letter.pdf"'},
        )
