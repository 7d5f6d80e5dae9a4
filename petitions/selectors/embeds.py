"""Forms on partners' pages: which one a token is of, who may show it, and how many came by it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from campaigns.embed_tallies import EmbedTally, tallies_of
from campaigns.embed_tokens import read_embed_token
from campaigns.selectors import framing_origins, with_origins
from petitions.models import Embed, Petition, Signature
from petitions.wordings import PARTNER
from privacy.days import utc_today
from supporters.models import ConsentWording
from supporters.selectors import current_wording


@dataclass(frozen=True, slots=True)
class ShownEmbed:
    """One embedded form, and the origins whose pages may show it in a frame."""

    embed: Embed
    origins: tuple[str, ...]

    def opt_in(self, language: str) -> ConsentWording:
        """The one box of a partner in this form: its own."""
        return current_wording(PARTNER, language, self.embed.partner)


def shown_embed(token: str) -> ShownEmbed | None:
    """The form of this token, ended ones too; None where the pair was never offered. Two queries.

    Raises LinkBroken for whatever we did not sign.
    """
    if (ids := read_embed_token(token)) is None:
        return None
    rows = Embed.objects.select_related("petition__campaign", "partner")
    embed = rows.filter(petition__public_id=ids[0], partner__public_id=ids[1]).first()
    return ShownEmbed(embed, framing_origins(embed.partner)) if embed is not None else None


def embeds_of(petition: Petition) -> list[EmbedTally]:
    """The embedded forms of a petition by their partners' names. Two queries, however many.

    As of yesterday and in tens, for staff as well: whoever watched the number could tell one signature.
    """
    embeds = list(with_origins(petition.embeds.select_related("petition")))
    came = Q(petition=petition, created__lt=utc_today(), source__in=[embed.source for embed in embeds])
    rows = Signature.objects.counted().filter(came).order_by().values_list("source").annotate(n=Count("pk"))
    return tallies_of(embeds, dict(rows))
