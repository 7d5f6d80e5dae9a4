"""A petition's form on partners' pages: to whom it is offered, what they put in, which sites may show it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.widgets.button import Button

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
from petitions import selectors, services
from petitions.admin_views.common import CAN_CHANGE_EMBEDS, CAN_OFFER_EMBEDS, CAN_SEE_EMBEDS, own_petition
from petitions.embed_links import embed_url, frame_markup, link_markup
from petitions.models import Embed, Petition
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser
from supporters.models import Partner


def embeds_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way to the partners' pages, for whoever may see it."""
    if not user.has_perm(CAN_SEE_EMBEDS):
        return []
    url = reverse("petition:embeds", args=[petition.public_id])
    return [Button(gettext("Partners’ pages"), url=url, icon_name="code", priority=8)]


class OfPetition(Embedding):
    """Of which petition, and under which rights."""

    namespace = "petition"
    permission = CAN_SEE_EMBEDS
    can_offer = CAN_OFFER_EMBEDS
    can_change = CAN_CHANGE_EMBEDS

    @cached_property
    def shows(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])

    @property
    def embeds(self) -> QuerySet[Embed]:
        return self.shows.embeds.all()

    def above(self) -> Sequence[tuple[str, Any]]:
        return [(reverse("petition:index"), _("Petitions")), (self._signatures, self.shows.name)]

    def back_url(self) -> str:
        return self._signatures

    @property
    def _signatures(self) -> str:
        return reverse("petition:signatures", args=[self.shows.public_id])


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedsView(OfPetition, EmbedsPage):
    number_label = _("Signatures, in full tens up to yesterday")
    back_label = _("Back to the signatures")

    def tallies(self) -> list[EmbedTally]:
        return selectors.embeds_of(self.shows)

    def offer(self, partner: Partner, actor: Actor) -> Embed:
        return services.offer_embed(petition=self.shows, partner=partner, actor=actor)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedView(OfPetition, EmbedPage):
    ended = _("This form has ended: the partner’s pages show a sentence and the way to the petition.")

    def code(self, language: str, at: str) -> Code:
        return Code(
            frame_markup(self.embed, language, at=at),
            link_markup(self.embed, language, at=at),
            embed_url(self.embed, language, at=at),
        )

    def places(self) -> list[tuple[str, str]]:
        return [(one.slug, one.label) for one in selectors.sign_rules(self.shows.public_id).places.values()]


class OwnDeed(OfPetition):
    """A deed with one of them."""

    permission = CAN_CHANGE_EMBEDS


@audience(Audience.STAFF)
class EndEmbedView(OwnDeed, EndEmbed):
    question = _(
        "The partner’s page shows a sentence and the way to the petition instead of the form. "
        "What was signed there goes on counting. You can take it up again."
    )


@audience(Audience.STAFF)
class ResumeEmbedView(OwnDeed, ResumeEmbed):
    pass


@audience(Audience.STAFF)
class ForbidOriginView(OfPetition, ForbidOrigin):
    permission = ForbidOrigin.permission
