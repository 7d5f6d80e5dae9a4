"""Reads that matter, named. What staff read begins with ``visible_to(user)``."""

from events.selectors.scope import (
    attendances_visible_to,
    hosting_campaign,
    occurrences_visible_to,
    proposals_visible_to,
    visible_to,
)

__all__ = [
    "attendances_visible_to",
    "hosting_campaign",
    "occurrences_visible_to",
    "proposals_visible_to",
    "visible_to",
]
