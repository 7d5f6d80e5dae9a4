"""Looking for pages: by words, kind and campaign, in one language. Nothing but pages is looked through."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from wagtail.models import Locale, Page

from campaigns.public_pages import open_to_all
from pages.gathering import in_short
from pages.kinds import KINDS, SOUGHT, kind_of
from pages.models import CampaignPage
from privacy.cleaning import clean_line

NO_WORD = re.compile(r"[^\w’'-]+")
SHORTEST, LONGEST = 2, 100
FOUND_A_PAGE = 20
# Nobody looks further; what fits less stands last.
MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. ``campaign`` is the page of one; empty values look for everything."""

    words: str = ""
    kind: str = ""
    campaign: CampaignPage | None = None

    @property
    def is_ready(self) -> bool:
        return len(self.words) >= SHORTEST


@dataclass(frozen=True, slots=True)
class Found:
    """One page, and what is shown of it."""

    page: Page
    kind: Promise | str
    words: str


def campaigns_offered(language: str) -> list[CampaignPage]:
    """The campaigns that can be looked through, in the order of the tree. One query."""
    pages = CampaignPage.objects.filter(locale__language_code=language)
    return list(open_to_all(pages).order_by("path"))


def read_sought(asked: Mapping[str, str], campaigns: list[CampaignPage]) -> Sought:
    """What an address asks for; what makes no sense is left out."""
    kind = asked.get("kind", "")
    slug = asked.get("campaign", "")
    return Sought(
        words=clean_line(asked.get("q", "")[:LONGEST]),
        kind=kind if kind in KINDS else "",
        campaign=next((page for page in campaigns if page.slug == slug), None),
    )


def find_pages(sought: Sought, language: str) -> list[Found]:
    """The pages that fit, the best first; none for less than two letters.

    Of pages that anybody may read only. A constant number of queries: one for each kind found.
    """
    if not sought.is_ready:
        return []
    locale = Locale.objects.filter(language_code=language).first()
    models = KINDS[sought.kind][1] if sought.kind else SOUGHT
    pages = Page.objects.live().filter(locale=locale).type(*models)
    if sought.campaign is not None:
        pages = pages.descendant_of(sought.campaign, inclusive=True)
    # SQLite's index chokes on quotation marks and the like: it is asked for words alone.
    words = NO_WORD.sub(" ", sought.words).strip()
    order = [page.pk for page in pages.search(words)[:MOST_FOUND]] if words else []
    readable = open_to_all(Page.objects.filter(pk__in=order)).specific()
    found = {page.pk: page for page in readable}
    return [_told(found[pk]) for pk in order if pk in found]


def _told(page: Page) -> Found:
    return Found(page, kind_of(page), in_short(page))
