"""What is held about a person beside their deeds, for their own door: which mailings they got."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mailings.enums import Variant
from mailings.models import MailContent, Recipient, SeriesPlace
from mailings.selectors.words import best_words
from supporters.models import Supporter
from supporters.registries import HeldFact


def mailed_to(supporter: Supporter) -> Iterable[HeldFact]:
    """One fact for each row of the ledger that is theirs, and for each place in a series: three queries."""
    rows: list[Recipient] = list(Recipient.objects.filter(supporter=supporter).order_by("-pk"))
    words: dict[int, dict[tuple[str, str], MailContent]] = {}
    for content in MailContent.objects.filter(mailing__in={row.mailing_id for row in rows}).order_by("pk"):
        words.setdefault(content.mailing_id, {})[content.variant, content.language] = content
    for row in rows:
        mine = words.get(row.mailing_id, {})
        best = best_words(mine, variant=row.variant or Variant.A, language=row.language)
        told = f"{best.subject if best else ''} · {row.get_state_display()}"
        yield HeldFact(_("A mailing to you, forgotten after 30 days"), told, row.changed)
    places = SeriesPlace.objects.filter(supporter=supporter).select_related("series__list")
    for place in places:
        yield HeldFact(_("A series of mailings to you"), str(place.series.list), place.began)
