"""An open event's form on partners' pages: to whom it is offered, and what they put in."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from campaigns.admin_views.embeds import (
    Code,
    Embedding,
    EmbedPage,
    EmbedsPage,
    EndEmbed,
    ForbidOrigin,
    ResumeEmbed,
)
from campaigns.embed_tallies import EmbedTally
from events.admin_views.common import (
    CAN_CHANGE_EMBEDS,
    CAN_OFFER_EMBEDS,
    CAN_SEE_EMBEDS,
    event_url,
    own_event,
)
from events.embed_links import embed_url, frame_markup, link_markup
from events.exceptions import NeverEmbedded
from events.models import Embed, Event
from events.selectors.embeds import embeds_of
from events.services.embeds import offer_embed
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from supporters.models import Partner


class OfOpenEvent(Embedding):
    """Of which event, and under which rights; a guarded one is not found."""

    namespace = "event"
    permission = CAN_SEE_EMBEDS
    can_offer = CAN_OFFER_EMBEDS
    can_change = CAN_CHANGE_EMBEDS

    @cached_property
    def shows(self) -> Event:
        event = own_event(self.request.user, self.kwargs["event"])
        if event.is_guarded:
            raise Http404
        return event

    @property
    def embeds(self) -> QuerySet[Embed]:
        return self.shows.embeds.all()

    def above(self) -> Sequence[tuple[str, Any]]:
        return [(reverse("event:index"), _("Events")), (event_url(self.shows), self.shows.name)]

    def back_url(self) -> str:
        return event_url(self.shows)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedsView(OfOpenEvent, EmbedsPage):
    number_label = _("Places, in full tens up to yesterday")
    back_label = _("Back to the event")

    def tallies(self) -> list[EmbedTally]:
        return embeds_of(self.shows)

    def offer(self, partner: Partner, actor: Actor) -> Embed:
        try:
            return offer_embed(event=self.shows, partner=partner, actor=actor)
        except NeverEmbedded:
            # It became guarded a moment ago.
            raise Http404 from None


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedView(OfOpenEvent, EmbedPage):
    ended = _("This form has ended: the partner’s pages show a sentence and the way to the event.")

    def code(self, language: str, at: str) -> Code:
        embed = self.embed
        return Code(frame_markup(embed, language), link_markup(embed, language), embed_url(embed, language))


class OwnDeed(OfOpenEvent):
    """A deed with one of them."""

    permission = CAN_CHANGE_EMBEDS


@audience(Audience.STAFF)
class EndEmbedView(OwnDeed, EndEmbed):
    question = _(
        "The partner’s page shows a sentence and the way to the event instead of the form. Who signed up "
        "there still comes. You can take it up again."
    )


@audience(Audience.STAFF)
class ResumeEmbedView(OwnDeed, ResumeEmbed):
    pass


@audience(Audience.STAFF)
class ForbidOriginView(OfOpenEvent, ForbidOrigin):
    permission = ForbidOrigin.permission
