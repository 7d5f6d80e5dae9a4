"""Wagtail's own first page, which says that this is a new Wagtail site: gone while the demo is there."""

from collections.abc import Iterable

from wagtail.models import Page

from pages.demo import ledger
from pages.models import DemoItem

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


def bring_back(item: DemoItem, others: Iterable[DemoItem]) -> None:
    """Make it again; what ``others`` say of the old one is said of the new one from now on."""
    before = item.before or {}
    page = Page(**{Page._meta.get_field(field).attname: before[field] for field in KEPT})
    Page.get_first_root_node().add_child(instance=page)
    for other in others:
        if other.before and other.before.get("root_page") == int(item.key):
            other.before["root_page"] = page.pk
