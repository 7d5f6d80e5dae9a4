"""Passing something on: plain links, each with a code for how it was passed on and none for by whom.

Nothing of another host is loaded; a service learns of it when somebody presses its link, not before.
Mastodon has no address of its own: a chooser of servers is a third party that learns who shares what,
and a form of ours that leads on to any server would be an open door for phishing. So there is a text to
copy, as for Signal, which has no such link either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from campaigns.source import with_source

# Titles are short; what is longer makes addresses that a telephone refuses.
LONGEST_TITLE = 100


def _query(**fields: str) -> str:
    return urlencode(fields, quote_via=quote)


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to pass it on; ``address`` makes the link of a title, a sentence and the page's address."""

    source: str
    label: str | Promise
    address: Callable[[str, str, str], str]


CHANNELS = (
    Channel(
        "share-mail",
        gettext_lazy("Write a mail"),
        lambda title, text, url: f"mailto:?{_query(subject=title, body=f'{text}\n\n{url}\n')}",
    ),
    Channel(
        "share-sms",
        gettext_lazy("Send a text message"),
        # As it stands both iOS and Android read it.
        lambda title, text, url: f"sms:?&{_query(body=f'{text} {url}')}",
    ),
    Channel(
        "share-whatsapp",
        "WhatsApp",
        lambda title, text, url: f"https://wa.me/?{_query(text=f'{text} {url}')}",
    ),
    Channel(
        "share-bluesky",
        "Bluesky",
        lambda title, text, url: f"https://bsky.app/intent/compose?{_query(text=f'{text} {url}')}",
    ),
    Channel(
        "share-x", "X", lambda title, text, url: f"https://x.com/intent/post?{_query(text=text, url=url)}"
    ),
)
COPIED = "share-link"
MASTODON = "share-mastodon"


@dataclass(frozen=True, slots=True)
class ShareLink:
    source: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """What ``countersign/share.html`` draws: links, and two texts to copy."""

    links: list[ShareLink]
    address: str
    post: str


def sharing_for(url: str, *, title: str, said: str = "%(title)s") -> Sharing:
    """How to pass the page at ``url`` on; ``said`` is the sentence that goes with it, around its title."""
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    text = said % {"title": title}
    links = [
        ShareLink(one.source, str(one.label), one.address(title, text, with_source(url, one.source)))
        for one in CHANNELS
    ]
    return Sharing(links=links, address=with_source(url, COPIED), post=f"{text} {with_source(url, MASTODON)}")
