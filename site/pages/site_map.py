"""What search engines are told of: the pages that anybody may read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wagtail.models import Page

from campaigns.page_url import address_of
from campaigns.public_pages import open_to_all
from pages.kinds import SOUGHT
from pages.models import EventsPage, PetitionPage, UpdatesPage
from petitions.enums import PetitionState

# As many as the protocol allows in one file.
MOST_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One page; ``languages`` are pairs of a code and the page's address in it, its own among them."""

    address: str
    changed: date | None
    languages: list[tuple[str, str]]


def entries() -> list[Entry]:
    """In the order of the tree, without those whose petition is archived: they lead on. Two queries."""
    pages = open_to_all(Page.objects.type(*SOUGHT, EventsPage, UpdatesPage))
    archived = PetitionPage.objects.filter(petition__state=PetitionState.ARCHIVED).values("pk")
    rows = list(pages.exclude(pk__in=archived).select_related("locale").order_by("path")[:MOST_ENTRIES])
    addresses = {page.pk: address for page in rows if (address := address_of(page))}
    languages = _by_translation(rows, addresses)
    return [
        Entry(addresses[page.pk], _day(page), languages[page.translation_key])
        for page in rows
        if page.pk in addresses
    ]


def _by_translation(rows: Iterable[Page], addresses: dict[int, str]) -> dict[UUID, list[tuple[str, str]]]:
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for page in rows:
        if page.pk in addresses:
            found[page.translation_key].append((page.locale.language_code, addresses[page.pk]))
    return found


def _day(page: Page) -> date | None:
    return page.last_published_at.date() if page.last_published_at else None
