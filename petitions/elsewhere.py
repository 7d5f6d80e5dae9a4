"""Where a message leads that is not ours; plain text is read as mail programs read it."""

import re
from urllib.parse import urlsplit

from petitions.models import SignerNews
from privacy.conf import current

# A whole address, or a bare host: most mail programs make a link of both.
_LINK = re.compile(r"https?://[^\s<>\"]+|(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@-])", re.IGNORECASE)


def foreign_hosts(news: SignerNews) -> list[str]:
    """Hosts other than our own that the button or a text of the message links to, each once."""
    texts = [*news.text.values(), *news.subject.values()]
    links = [news.button_url, *(found for text in texts for found in _LINK.findall(text))]
    hosts = dict.fromkeys(_host_of(link) for link in links)
    return [host for host in hosts if host not in ("", _host_of(current().base_url))]


def _host_of(link: str) -> str:
    # What ends a sentence is no part of an address.
    link = link.rstrip(".,;:!?)]'’”»")
    try:
        return urlsplit(link if "://" in link else f"https://{link}").hostname or ""
    except ValueError:
        return link
