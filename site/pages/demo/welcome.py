"""Wagtail's own first page, which says that this is a new Wagtail site: gone while the demo is there."""

from typing import Any

from wagtail.models import Page

from pages.demo import ledger

KEPT = ("title", "draft_title", "slug", "locale", "content_type")


def put_away() -> None:
    """Delete the page that Wagtail's migrations made, where it is as they made it and nobody's front page."""
    for page in Page.get_first_root_node().get_children():
        is_untouched = page.title.startswith("Welcome") and page.latest_revision is None
        if is_untouched and page.specific_class is Page and _is_alone(page):
            ledger.note_changed(page, *KEPT)
            page.delete()


def _is_alone(page: Page) -> bool:
    return page.is_leaf() and not page.sites_rooted_here.exists()


def bring_back(key: str, before: dict[str, Any]) -> None:
    """Make it again, under its own key, so that whatever names it is right again."""
    page = Page(
        pk=int(key), **{Page._meta.get_field(field).attname: value for field, value in before.items()}
    )
    Page.get_first_root_node().add_child(instance=page)
