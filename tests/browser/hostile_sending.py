"""Sends each form of a page with all hostile texts in whatever takes text."""

from playwright.sync_api import Error as BrowserError

from tests.browser.payloads import payloads
from tests.browser.unguarded import Open

# In most of the texts.
MARK = ".hit="
# Boxes for text, however the form calls them. `reply_by` is the trap for robots.
TAKES = """const chosen = /checkbox|radio|file|submit|button|image|reset|color|range|hidden/;
const takes = one => one.name !== 'reply_by' && !one.readOnly && !one.disabled && (
  one.localName === 'textarea' || one.localName === 'input' && !chosen.test(one.type));
// By its attributes: a field that is called "action" hides the property.
const how = form => (form.getAttribute('method') || 'get').toLowerCase();
const leads = form => new URL(form.getAttribute('action') || '', document.baseURI).pathname;
// A form of a dialog sends nothing: its script asks an address that has a page of its own.
const goes = form => how(form) !== 'dialog' && !/logout/.test(leads(form));
const sendable = () => [...document.forms].filter(goes);"""
# What each asks for and where it goes, ids aside; empty where nothing is typed.
FORMS = f"""() => {{ {TAKES}
  const bare = text => text.replace(/[0-9a-f-]{{36}}|[\\w:=-]{{40,}}|\\d+/g, '#');
  return sendable().map(form => {{
    const names = [...form.elements].filter(takes).map(one => bare(one.name));
    const at = bare(leads(form));
    return names.length ? `${{how(form)}} ${{at}} ${{[...new Set(names)]}}` : '';
  }});
}}"""
# The form goes off as it is, whatever its scripts and the browser say.
SEND = f"""([at, text]) => {{ {TAKES}
  const form = sendable()[at];
  for (const one of [...form.elements].filter(takes)) {{
    if (one.localName === 'input') one.type = 'text';
    one.value = text;
  }}
  HTMLFormElement.prototype.submit.call(form);
}}"""


def all_texts(turn: int) -> str:
    """All 120 in one, beginning with another one each time."""
    texts = [one.text.replace("\x00", "") for one in payloads()]
    at = turn % len(texts)
    return " ".join([*texts[at:], *texts[:at]])


class Sending:
    """What was sent, what ran on the page that came back, and what broke."""

    def __init__(self, opened: Open, site: str) -> None:
        self.opened, self.site = opened, site
        self.known: set[str] = set()
        self.ran: dict[str, list[str]] = {}
        self.broken: list[str] = []

    @property
    def sent(self) -> int:
        """How many forms."""
        return len(self.known)

    def send(self, paths: list[str]) -> None:
        """Every form of these pages that was not sent yet."""
        for path in paths:
            if not self._is_there(path):
                continue
            is_left = False
            for at, form in enumerate(self.opened.page.evaluate(FORMS)):
                if not form or form in self.known:
                    continue
                if is_left and not self._is_there(path):
                    break
                self.known.add(form)
                self._send(path, at, form)
                is_left = True

    def _is_there(self, path: str) -> bool:
        """Open the page; what was sent before may have ended what stood there."""
        return self.opened.page.goto(f"{self.site}{path}").status < 400

    def _send(self, path: str, at: int, form: str) -> None:
        try:
            # Under GET the texts stand in an address, and a server takes no endless ones.
            text = all_texts(self.sent) if form.startswith("post") else all_texts(self.sent)[:3000]
            with self.opened.page.expect_navigation(timeout=10_000) as going:
                self.opened.page.evaluate(SEND, [at, text])
            status = going.value.status if going.value else 204
        except BrowserError:
            # A download, or a page that is led on at once: what ran there is asked below all the same.
            self.opened.page.wait_for_load_state()
            status = 0
        if status >= 500:
            self.broken.append(f"{status} {path} {form}")
        if deeds := self.opened.deeds():
            self.ran[f"{path} {form}"] = deeds
