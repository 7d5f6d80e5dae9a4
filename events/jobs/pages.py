"""Kept pages that name an event."""

from campaigns.page_cache import purge_all
from events.selectors.rules import forget_rules


def purge_pages() -> None:
    """Show no kept copy again: a date moved or was called off, and lists may name it on any page."""
    forget_rules()
    purge_all()
