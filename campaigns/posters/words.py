"""What stands on a picture or a flyer, whatever it calls to."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from campaigns.posters.type import drawable
from campaigns.source import with_source
from privacy.conf import current

# The codes in their QR codes, which say how somebody came by the page.
STORY = "story"
FLYER = "flyer"
STRIP = "flyer-strip"


@dataclass(frozen=True, slots=True)
class PosterUrls:
    """Where pictures and flyer are, as paths on this host; "" for a flyer that would call to what is over."""

    card: str
    story: str
    flyer: str

    @property
    def absolute_card(self) -> str:
        """As the page names it to other sites."""
        return urljoin(current().base_url, self.card)


@dataclass(frozen=True, slots=True)
class PosterWords:
    """Everything that is drawn, so two equal ones are one picture; public words only.

    ``place`` is a line above the title, ``count`` one below it: "" where there is none.
    """

    language: str
    accent: str
    title: str
    ask: str
    place: str
    count: str
    verb: str
    url: str
    organization: str

    @property
    def short_address(self) -> str:
        """The address as one types it."""
        parts = urlsplit(self.url)
        return f"{parts.netloc}{parts.path}".rstrip("/")

    @property
    def headline(self) -> str:
        """The title, or who asks where it is in letters that we do not have."""
        return drawable(self.title) or drawable(self.organization) or self.host

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def code_for(self, source: str) -> str:
        """The address that a QR code holds."""
        return with_source(self.url, source)
