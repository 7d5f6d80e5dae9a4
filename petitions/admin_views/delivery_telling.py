"""What those addressed answered, and telling page and signers of it."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from petitions import services, telling_words
from petitions.admin_views.common import CAN_ADD_UPDATES, CAN_WRITE
from petitions.admin_views.deliveries import FormPage, OfDelivery, delivery_url
from petitions.admin_views.delivery_forms import ReplyForm, TellDeliveryForm
from petitions.models import Delivery
from petitions.services import Told
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.localized import LocalizedText


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReplyView(OfDelivery, FormPage):
    page_title = _("Their reply")
    intro = _("In their own words, without names of private persons. You choose afterwards whom to tell.")
    done = _("Recorded. Now tell those who signed.")

    def make_form(self, data: Any = None) -> ReplyForm:
        return ReplyForm(data, delivery=self.delivery)

    def act(self, form: ReplyForm, actor: Actor) -> Delivery:
        services.record_reply(delivery=self.delivery, **form.cleaned_data, actor=actor)
        return self.delivery

    def next_url(self, delivery: Delivery) -> str:
        return delivery_url(delivery, "delivery_tell_reply")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class TellDeliveryView(OfDelivery, FormPage):
    """Tell page and signers that it was handed over; what was told before is not offered again."""

    page_title = _("Tell those who signed")
    intro = _("The words are a proposal: change them as you like.")
    button = _("Tell")
    done = _("Done. A mail waits until a Mailer lets it go out.")
    told_as = ("update", "news")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission) and not any(self.offers.values()):
            messages.warning(request, gettext("There is nothing left for you to tell of it."))
            return redirect(self.back_url())
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def offers(self) -> dict[str, bool]:
        """Where it can still be told, by whoever may do so there."""
        user = self.request.user
        update, news = (getattr(self.delivery, f"{name}_id") for name in self.told_as)
        return {
            "on_page": update is None and user.has_perm(CAN_ADD_UPDATES),
            "by_mail": news is None and user.has_perm(CAN_WRITE),
        }

    def make_form(self, data: Any = None) -> TellDeliveryForm:
        at_campus = self.delivery.place_id is not None
        return TellDeliveryForm(data, offers=self.offers, at_campus=at_campus, initial=self.words())

    def words(self) -> dict[str, LocalizedText | str]:
        """What is proposed."""
        return {
            "title": telling_words.delivery_title(self.delivery),
            "text": telling_words.delivery_text(self.delivery),
        }

    def act(self, form: TellDeliveryForm, actor: Actor) -> Delivery:
        self.tell(Told(**form.cleaned_data), actor)
        return self.delivery

    def tell(self, told: Told, actor: Actor) -> None:
        services.tell_of_delivery(delivery=self.delivery, told=told, actor=actor)


@audience(Audience.STAFF)
class TellReplyView(TellDeliveryView):
    page_title = _("Tell what they answered")
    told_as = ("reply_update", "reply_news")

    def words(self) -> dict[str, LocalizedText | str]:
        return {
            "title": telling_words.reply_title(self.delivery),
            "text": telling_words.reply_text(self.delivery),
            "url": self.delivery.reply_url,
        }

    def tell(self, told: Told, actor: Actor) -> None:
        services.tell_of_reply(delivery=self.delivery, told=told, actor=actor)
