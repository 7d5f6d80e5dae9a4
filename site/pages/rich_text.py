"""How the rich text of an editor is drawn, where Wagtail's own way will not do."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from pages.page_links import urls_of


class PublicPageLinks(PageLinkHandler):
    """Leads to the page in the reader's language where it is live in it; to no page that is not live.

    Wagtail's own draws a link that ends in a 404, and asks the database several times for each text.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """The opening tag of each link."""
        keys = [int(attrs["id"]) if attrs.get("id", "").isdigit() else 0 for attrs in attrs_list]
        urls = urls_of(keys)
        return [f'<a href="{escape(urls[key])}">' if urls[key] else "<a>" for key in keys]
