"""A fundraiser on partners' pages: offered. ``campaigns.services`` ends it, and takes it up again."""

from campaigns.services import embed_source
from donations.models import Embed, Fundraiser
from privacy.actors import Actor
from supporters.models import Partner


def offer_embed(*, fundraiser: Fundraiser, partner: Partner, actor: Actor) -> Embed:
    """Let ``partner`` show the fundraiser; the one it has already, if there is one, ended or not.

    Who may show it in a frame: ``campaigns.services.allow_origin()``.
    """
    embed, _is_new = Embed.objects.get_or_create(
        fundraiser=fundraiser, partner=partner, defaults={"source": embed_source(partner)}
    )
    return embed
