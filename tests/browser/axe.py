"""What is asked of every page that a person sees: axe-core, and the width of the screen."""

from collections.abc import Iterable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Wide and light, narrow and dark: what is right in both is taken to be right in between.
LOOKS = (("light", 1280), ("dark", 320))
RUN = """
([within, rules]) =>
  // Of rules that hold, axe would describe each element.
  axe.run(within || document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then((found) =>
    found.violations.map((one) => [one.id, one.nodes.map((node) => node.target).slice(0, 3)])
  )
"""

# What moves is led to its end at once; whoever inherits from it may then begin to move.
SETTLE = """
() => {
  const moving = () =>
    document.getAnimations().filter((one) => one instanceof CSSTransition && one.playState !== "finished");
  for (let round = 0, some = moving(); some.length && round < 50; round++, some = moving()) {
    some.forEach((one) => one.finish());
  }
  return moving().length;
}
"""


def bring_axe(page: Page) -> None:
    """Have every page opened from now on bring axe along: for a sweep, half the work of sending it."""
    page.add_init_script(AXE_SCRIPT)


def faults_of(page: Page, *, rules: list[str] = WCAG, within: str | None = None) -> list[object]:
    """axe-core's violations on an open page, or in one element of it, each with its first three nodes.

    One fault more where something is wider than the screen. axe comes in by the browser's own door,
    which no policy of the page's closes, and asks for nothing.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return [*page.evaluate(RUN, [within, rules]), *too_wide(page)]


def faults_in_each_look(page: Page, *, rules: list[str] = WCAG, within: str | None = None) -> list[object]:
    """The faults of one open page, wide and light first, then narrow and dark; each look beside its own."""
    return [
        (*look, faults) for look in each_look(page) if (faults := faults_of(page, rules=rules, within=within))
    ]


def each_look(page: Page) -> Iterable[tuple[str, int]]:
    """Give the open page one look after the other."""
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        # A colour that is on its way to another has the contrast of neither.
        assert page.evaluate(SETTLE) == 0
        yield scheme, width


def too_wide(page: Page) -> list[object]:
    """One fault where something is wider than the screen, with its pixels."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [("too wide", wide)] if wide > 0 else []
