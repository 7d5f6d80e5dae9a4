"""A petition's form on partners' pages: offered. It is ended and taken up again by ``campaigns.services``."""

from campaigns.services import embed_source
from petitions.models import Embed, Petition
from privacy.actors import Actor
from supporters.models import Partner


def offer_embed(*, petition: Petition, partner: Partner, actor: Actor) -> Embed:
    """Let ``partner`` show the petition's form; the one it has already, if there is one, ended or not.

    Who may show it in a frame: ``campaigns.services.allow_origin()``.
    """
    embed, _is_new = Embed.objects.get_or_create(
        petition=petition, partner=partner, defaults={"source": embed_source(partner)}
    )
    return embed
