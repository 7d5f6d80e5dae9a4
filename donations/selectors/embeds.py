"""Fundraisers on partners' pages: which one a token is of, who may show it, how many gave by it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from campaigns.embed_tallies import EmbedTally, tallies_of
from campaigns.embed_tokens import read_embed_token
from campaigns.selectors import framing_origins, with_origins
from donations.enums import Frequency
from donations.models import Donation, Embed, Fundraiser
from privacy.days import utc_today


@dataclass(frozen=True, slots=True)
class ShownEmbed:
    """One fundraiser on the pages of one partner, and the origins whose pages may show it in a frame."""

    embed: Embed
    origins: tuple[str, ...]


def shown_embed(token: str) -> ShownEmbed | None:
    """That of this token, ended ones too; None where the pair was never offered. Two queries.

    Raises LinkBroken for whatever we did not sign.
    """
    if (ids := read_embed_token(token)) is None:
        return None
    rows = Embed.objects.select_related("fundraiser__campaign", "partner")
    embed = rows.filter(fundraiser__public_id=ids[0], partner__public_id=ids[1]).first()
    return ShownEmbed(embed, framing_origins(embed.partner)) if embed is not None else None


def embeds_of(fundraiser: Fundraiser) -> list[EmbedTally]:
    """Those of a fundraiser by their partners' names. Two queries, however many.

    Gifts as of yesterday and in tens, for staff as well: whoever watched the number could tell one gift.
    A monthly gift is one.
    """
    embeds = list(with_origins(fundraiser.embeds.all()))
    rows = Donation.objects.counted().filter(
        Q(frequency=Frequency.ONCE) | Q(is_first_instalment=True),
        fundraiser=fundraiser,
        created__lt=utc_today(),
        source__in=[one.source for one in embeds],
    )
    return tallies_of(embeds, dict(rows.order_by().values_list("source").annotate(gifts=Count("pk"))))
