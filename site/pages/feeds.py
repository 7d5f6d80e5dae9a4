"""Updates as an Atom feed, for feed readers: the way to follow a campaign without giving an address."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid5

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from wagtail.models import Page

from campaigns.page_url import address_of
from privacy.cleaning import clean_line
from privacy.days import midnight
from supporters.models import Organization

FEED_TYPE = "application/atom+xml; charset=utf-8"


def atom_of(page: Page, updates: Iterable[Any]) -> HttpResponse:
    """The feed of a list of news in its language. An update has hour 0 UTC of its day: no other is told.

    What came along when words were pasted, and what XML cannot hold, is left out.
    """
    language = page.locale.language_code
    address = address_of(page)
    feed = Atom1Feed(
        title=clean_line(page.title),
        link=address,
        description=clean_line(page.lead),
        language=language,
        feed_url=f"{address}feed/",
        feed_guid=_stays(page),
        author_name=clean_line(Organization.load().name or page.title),
    )
    for update in updates:
        at = midnight(update.day)
        feed.add_item(
            title=clean_line(update.title),
            link=address_of(update),
            # Django says of an entry's words that they are HTML, so feed readers draw them as such.
            description=escape(clean_line(update.lead)),
            author_name=clean_line(update.office) or None,
            pubdate=at,
            updateddate=at,
            unique_id=_stays(update),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=FEED_TYPE)


def _stays(page: Page) -> str:
    """A name that stays when the page moves, and is another in each language."""
    return f"urn:uuid:{uuid5(page.translation_key, page.locale.language_code)}"
