"""In the menu of a campaign's page: publishing it with all below it, in every language at once."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pages.models import CampaignPage


def publish_all_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The button, for who may publish, while something of the campaign is a draft.

    It leads to Wagtail's own question about several pages, which asks whether those below come along.
    """
    if page.specific_class is not CampaignPage or not page.permissions_for_user(user).can_publish():
        return
    pages = list(page.get_translations(inclusive=True).order_by("path"))
    if all(one.live for one in pages) and not any(one.get_descendants().not_live().exists() for one in pages):
        return
    asked = [("id", one.pk) for one in pages]
    back = reverse("wagtailadmin_explore", args=[page.pk])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    yield Button(
        _("Publish in every language"),
        f"{url}?{urlencode([*asked, ('next', back)])}",
        icon_name="upload",
        priority=12,
    )


def say_with_all_below() -> None:
    """Put words to the tick of that question: Wagtail says “Include descendants”, in every language."""
    DefaultPageForm.base_fields["include_descendants"].label = gettext_lazy("Also all pages below")
