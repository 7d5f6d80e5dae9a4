"""Every page with rows of every kind, opened by a browser that has no policy to lean on."""

from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Browser, Dialog, Page, Request
from wagtail.models import Page as WagtailPage

from petitions.models import Petition
from tests.browser.hostile_rows import make_what_is_missing
from tests.browser.payloads import SEEN, deeds_on
from tests.browser.public_paths import public_pages
from tests.browser.staff_paths import all_staff_paths, foreign_paths, petition_page

# The window of a chooser comes as data, and a script puts it, or its form again, into the page.
WINDOW = """() => {
  try {
    const said = JSON.parse(document.querySelector('pre').textContent);
    return said.html || said.htmlFragment || '';
  } catch { return '' }
}"""


class Open:
    """A browser without a policy, and what it was made to do there."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_context(bypass_csp=True).new_page()
        self.done: list[str] = []
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        # Wagtail asks before an edited page is left.
        if dialog.type != "beforeunload":
            self.done.append(f"dialog {dialog.message}")
        dialog.accept()

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).path.startswith(SEEN):
            self.done.append(f"request {request.url}")

    def draw_window(self) -> None:
        """Where a chooser's window came, draw it as a page of its own."""
        if self.page.evaluate("document.contentType") == "application/json" and (
            window := self.page.evaluate(WINDOW)
        ):
            self.page.set_content(window)

    def deeds(self) -> list[str]:
        """What ran since it was last asked, or would with the next press."""
        found = [*self.done, *deeds_on(self.page)]
        self.done.clear()
        return found


def lay_out() -> tuple[list[str], list[str]]:
    """Rows of every kind; the addresses of the public pages and of staff's."""
    petition = Petition.objects.select_related("campaign").order_by("pk").first()
    blocks = make_what_is_missing(petition_page())
    staff = all_staff_paths(petition)
    staff += [*foreign_paths(petition_page()), "/admin/images/", "/admin/reports/workflow/", "/admin/users/"]
    staff += ["/admin/collections/", "/admin/sites/", "/admin/locales/"]
    tree = WagtailPage.objects.filter(depth__gt=2)
    for view in ("edit", "view_draft", "usage", "history"):
        staff += [
            reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
            for page in tree[:: 1 if view == "edit" else 4]
        ]
    return [blocks.get_url_parts()[2], *public_pages("en")], staff


def visit(opened: Open, site: str, paths: list[str]) -> tuple[dict[str, list[str]], int]:
    """What ran, by page; how many pages were drawn."""
    ran, drawn = {}, 0
    for path in paths:
        answer = opened.page.goto(f"{site}{path}")
        assert answer.status < 500, path
        opened.draw_window()
        drawn += 1
        if deeds := opened.deeds():
            ran[path] = deeds
    return ran, drawn
