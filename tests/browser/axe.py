"""What is asked of every page that a person sees: axe-core, and the width of the screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults_of(page: Page, *, rules: list[str] = WCAG, within: str | None = None) -> list[object]:
    """axe-core's violations on an open page, or in one element of it, each with its first three nodes.

    One fault more where something is wider than the screen. axe comes in by the browser's own door,
    which no policy of the page's closes, and asks for nothing.
    """
    # Of rules that hold, axe would describe each element.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = AXE.run(page, context=within, options=options).response["violations"]
    faults: list[object] = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
    return faults + too_wide(page)


def too_wide(page: Page) -> list[object]:
    """One fault where something is wider than the screen, with its pixels."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [("too wide", wide)] if wide > 0 else []
