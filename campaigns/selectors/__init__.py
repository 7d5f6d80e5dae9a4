"""Reads that matter, named. What staff read begins with ``visible_to(user)``."""

from campaigns.selectors.access import (
    acted,
    framing_origins,
    origins_of,
    partners_without_embed,
    reported_page,
    reports_visible_to,
    titles_of_pages,
    visible_campaign_ids,
    visible_campaigns,
    with_origins,
)

__all__ = [
    "acted",
    "framing_origins",
    "origins_of",
    "partners_without_embed",
    "reported_page",
    "reports_visible_to",
    "titles_of_pages",
    "visible_campaign_ids",
    "visible_campaigns",
    "with_origins",
]
