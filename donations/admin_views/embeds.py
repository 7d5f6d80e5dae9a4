"""A fundraiser on partners' pages: to whom it is offered, and what they put in."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
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
from donations.admin_views.common import (
    CAN_CHANGE_EMBEDS,
    CAN_OFFER_EMBEDS,
    CAN_SEE_EMBEDS,
    fundraiser_url,
    own_fundraiser,
)
from donations.embed_links import embed_url, frame_markup, link_markup
from donations.models import Embed, Fundraiser
from donations.selectors.embeds import embeds_of
from donations.services.embeds import offer_embed
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from supporters.models import Partner


class OfOwnFundraiser(Embedding):
    """Of which fundraiser, and under which rights."""

    namespace = "fundraiser"
    permission = CAN_SEE_EMBEDS
    can_offer = CAN_OFFER_EMBEDS
    can_change = CAN_CHANGE_EMBEDS

    @cached_property
    def shows(self) -> Fundraiser:
        return own_fundraiser(self.request.user, self.kwargs["fundraiser"])

    @property
    def embeds(self) -> QuerySet[Embed]:
        return self.shows.embeds.all()

    def above(self) -> Sequence[tuple[str, Any]]:
        return [
            (reverse("fundraiser:index"), _("Fundraisers")),
            (fundraiser_url(self.shows), self.shows.name),
        ]

    def back_url(self) -> str:
        return fundraiser_url(self.shows)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedsView(OfOwnFundraiser, EmbedsPage):
    about = _(
        "A partner can show the goals of this fundraiser in its own pages, or link to the form. The form "
        "opens on our own page, and the partner does not learn who gives."
    )
    number_label = _("Gifts, in full tens up to yesterday")
    back_label = _("Back to the fundraiser")

    def tallies(self) -> list[EmbedTally]:
        return embeds_of(self.shows)

    def offer(self, partner: Partner, actor: Actor) -> Embed:
        return offer_embed(fundraiser=self.shows, partner=partner, actor=actor)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedView(OfOwnFundraiser, EmbedPage):
    ended = _("This has ended: the partner’s pages show a sentence and the way to the fundraiser.")

    def code(self, language: str, at: str) -> Code:
        embed = self.embed
        return Code(frame_markup(embed, language), link_markup(embed, language), embed_url(embed, language))


class OwnDeed(OfOwnFundraiser):
    """A deed with one of them."""

    permission = CAN_CHANGE_EMBEDS


@audience(Audience.STAFF)
class EndEmbedView(OwnDeed, EndEmbed):
    question = _(
        "The partner’s page shows a sentence and the way to the fundraiser instead. Gifts that came by it "
        "stay. You can take it up again."
    )


@audience(Audience.STAFF)
class ResumeEmbedView(OwnDeed, ResumeEmbed):
    pass


@audience(Audience.STAFF)
class ForbidOriginView(OfOwnFundraiser, ForbidOrigin):
    permission = ForbidOrigin.permission
