"""Where a message leads that is not ours: a leaf that reads plain text as mail programs do."""

import re
from urllib.parse import urlsplit

from outbox.links import is_ours
from petitions.models import SignerNews

# A whole address, or a bare host: most mail programs make a link of both.
_LINK = re.compile(r"https?://[^\s<>\"]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@-])", re.IGNORECASE)


def foreign_hosts(news: SignerNews) -> list[str]:
    """Hosts other than our own that the button or a text of the message links to, each once."""
    texts = [*news.text.values(), *news.subject.values()]
    links = [news.button_url, *(found for text in texts for found in _LINK.findall(text))]
    hosts = [_host_of(link) for link in links if link and not is_ours(link)]
    return list(dict.fromkeys(host for host in hosts if host))


def _host_of(link: str) -> str:
    try:
        return urlsplit(link if "://" in link else f"https://{link}").hostname or link
    except ValueError:
        return link
