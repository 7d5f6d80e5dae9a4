"""What the banner of a site says: the drive that ends first, its bars and the way to it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from donations.deadline_words import left_words, until_words
from donations.kinds import takes_tests
from donations.models import Fundraiser
from donations.selectors.rules import page_path
from donations.selectors.totals import drive_of
from donations.stages import Bar, bars_of


@dataclass(frozen=True, slots=True)
class Banner:
    """``line`` is in ``language``, which may be another than that of the page."""

    line: str
    language: str
    url: str
    bars: list[Bar]
    until: str
    left: str
    is_test: bool


def banner_in(language: str, *, page: Any = None) -> Banner | None:
    """The banner of now in ``language``; None without one, and on the drive's own page. One query if none."""
    rows = Fundraiser.objects.running().filter(is_on_banner=True)
    fundraiser = rows.order_by(F("deadline_at").asc(nulls_last=True), "pk").first()
    if fundraiser is None or getattr(page, "fundraiser_id", None) == fundraiser.pk:
        return None
    drive = drive_of(fundraiser)
    url = page_path(fundraiser, language)
    if not url or not drive.takes_gifts:
        return None
    words = fundraiser.line if fundraiser.line.best(language)[0] else fundraiser.title
    line, spoken = words.best(language)
    return Banner(
        line=line or fundraiser.title_in(language),
        language=spoken,
        url=url,
        bars=bars_of(drive),
        until=until_words(fundraiser),
        left=left_words(fundraiser),
        is_test=takes_tests(),
    )
