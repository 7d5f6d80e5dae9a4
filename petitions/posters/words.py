"""What stands on a picture or a flyer of a petition: public words only, and a total from its threshold on."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.posters.look import accent_now
from campaigns.posters.words import PosterUrls, PosterWords
from petitions import selectors
from petitions.models import Petition, Place
from petitions.sharing import page_address
from petitions.words import counted, verb_of
from supporters.models import Organization

# As the names of their addresses end.
KINDS = ("card", "story", "flyer")


def words_for(petition: Petition, at: str = "") -> PosterWords | None:
    """The words in the active language, of the open campus ``at`` or of the whole petition.

    None where there is no such public page. A handful of queries.
    """
    if not page_address(petition):
        return None
    if not at:
        progress = selectors.progress_of(petition)
        return _words(petition, _frame(), count=_told(petition, progress))
    tally = selectors.tally_at(petition, at)
    return _at_campus(petition, tally, _frame()) if tally is not None else None


def words_for_places(petition: Petition, places: Collection[UUID]) -> list[PosterWords]:
    """The words of those of these campuses that are open, by region and name; as many queries for all.

    Empty for a petition without a public page.
    """
    if not page_address(petition):
        return []
    frame = _frame()
    tallies = selectors.tallies_of(petition)
    return [_at_campus(petition, one, frame) for one in tallies if one.place.public_id in places]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is the same on every poster of this site."""

    accent: str
    organization: str


def _frame() -> _Frame:
    return _Frame(accent_now(), Organization.load().name)


def _at_campus(petition: Petition, tally: selectors.PlaceTally, frame: _Frame) -> PosterWords:
    return _words(petition, frame, place=tally.place, count=_told(petition, tally))


def _words(petition: Petition, frame: _Frame, *, place: Place | None = None, count: str) -> PosterWords:
    language = get_language() or ""
    own = place.ask if place is not None and place.ask else petition.ask
    return PosterWords(
        language=language,
        accent=frame.accent,
        title=petition.title_in(language),
        ask=own.best(language)[0],
        place=place.where.name if place is not None else "",
        count=count,
        verb=verb_of(petition),
        url=page_address(petition, at=place.slug if place is not None else ""),
        organization=frame.organization,
    )


def urls_for(petition: Petition, at: str = "") -> PosterUrls:
    """The addresses of its posters in the active language."""
    ids = [petition.public_id, *([at] if at else [])]
    prefix = "countersign_place" if at else "countersign_petition"
    query = urlencode({"lang": get_language() or ""})
    card, story, flyer = (f"{reverse(f'{prefix}_{kind}', args=ids)}?{query}" for kind in KINDS)
    return PosterUrls(card, story, flyer if petition.is_open else "")


def _told(petition: Petition, tally: selectors.Progress | selectors.PlaceTally) -> str:
    """How many, in words; "" below the number from which the public is told."""
    return counted(petition, tally.total, str(intcomma(tally.total))) if tally.is_shown else ""
