"""Open events' forms on partners' pages: which one a token is of, who may show it, how many came by it."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from campaigns.embed_tallies import EmbedTally, tallies_of
from campaigns.embed_tokens import read_embed_token
from campaigns.selectors import framing_origins, with_origins
from events.models import Attendance, Embed, Event
from events.wordings import PARTNER
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
    """The form of this token, ended ones too. Two queries.

    None where the pair was never offered, and for a guarded event. Raises LinkBroken for whatever we did not
    sign.
    """
    if (ids := read_embed_token(token)) is None:
        return None
    rows = Embed.objects.select_related("event__campaign", "partner").filter(event__is_guarded=False)
    embed = rows.filter(event__public_id=ids[0], partner__public_id=ids[1]).first()
    return ShownEmbed(embed, framing_origins(embed.partner)) if embed is not None else None


def embeds_of(event: Event) -> list[EmbedTally]:
    """The embedded forms of an event by their partners' names. Two queries, however many.

    As of yesterday and in tens, for staff as well: whoever watched the number could tell one sign-up.
    """
    embeds = list(with_origins(event.embeds.all()))
    came = Q(occurrence__event=event, created__lt=utc_today(), source__in=[one.source for one in embeds])
    rows = Attendance.objects.coming().filter(came).order_by().values_list("source")
    return tallies_of(embeds, dict(rows.annotate(people=Sum("places"))))
