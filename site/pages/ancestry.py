"""Which campaign a page belongs to: that of the campaign page above it."""

from typing import Any

from django.apps import apps
from wagtail.models import Page

from campaigns.models import Campaign


def campaign_page_above(page: Page) -> Any | None:
    """The nearest campaign page above ``page``, with its campaign; None for a page of the site at large."""
    if not page.pk:
        return None
    above = apps.get_model("site_pages", "CampaignPage").objects.ancestor_of(page)
    return above.select_related("campaign").order_by("-depth").first()


def campaign_above(page: Page) -> Campaign | None:
    """The campaign of that page."""
    above = campaign_page_above(page)
    return above.campaign if above is not None else None
