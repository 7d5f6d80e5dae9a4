"""Forms on partners' pages: which one a token is of, who may show it, and how many came by it."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from petitions.models import Embed, PartnerOrigin, Petition, Signature
from petitions.origins import may_frame
from petitions.small_groups import in_tens
from petitions.wordings import PARTNER
from privacy.days import utc_today
from privacy.links import Purpose, read_link_token
from supporters.models import ConsentWording, Partner
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
    link = read_link_token(token, Purpose.EMBED)
    if link.extra is None:
        return None
    rows = Embed.objects.select_related("petition__campaign", "partner")
    embed = rows.filter(petition__public_id=link.ref, partner__public_id=link.extra).first()
    if embed is None:
        return None
    return ShownEmbed(embed, tuple(one.origin for one in origins_of(embed.partner) if may_frame(one.origin)))


def origins_of(partner: Partner) -> QuerySet[PartnerOrigin]:
    """The sites on which a partner may show our forms."""
    return PartnerOrigin.objects.filter(partner=partner).order_by("origin")


@dataclass(frozen=True, slots=True)
class EmbedTally:
    """One embedded form and how many counted signatures came by it, in full tens; None below ten."""

    embed: Embed
    number: int | None
    has_origins: bool


def embeds_of(petition: Petition) -> list[EmbedTally]:
    """The embedded forms of a petition by their partners' names. Two queries, however many.

    As of yesterday and in tens, for staff as well: whoever watched the number could tell one signature.
    """
    allowed = PartnerOrigin.objects.filter(partner=OuterRef("partner"))
    rows = petition.embeds.select_related("partner", "petition").order_by("partner__name")
    embeds = list(rows.annotate(has_origins=Exists(allowed)))
    came = Q(petition=petition, created__lt=utc_today(), source__in=[embed.source for embed in embeds])
    rows = Signature.objects.counted().filter(came).order_by().values_list("source").annotate(n=Count("pk"))
    numbers = {source: in_tens(number) for source, number in rows}
    return [EmbedTally(embed, numbers.get(embed.source) or None, embed.has_origins) for embed in embeds]


def partners_without_embed(petition: Petition) -> QuerySet[Partner]:
    """Partners to whom this petition's form was not offered yet."""
    return Partner.objects.exclude(pk__in=petition.embeds.values("partner")).order_by("name")
