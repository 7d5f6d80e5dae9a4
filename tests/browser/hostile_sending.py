"""Sends each form of a page with all hostile texts in whatever takes text."""

from django.conf import settings
from playwright.sync_api import Error as BrowserError

from campaigns.doors import MOST_BYTES
from pages.finding import LONGEST
from tests.browser.payloads import payloads
from tests.browser.unguarded import Open

# In most of the texts.
MARK = ".hit="
# To the server a text, though the page draws a choice or carries it unseen: the key of a row, or what stood
# there before.
CARRIED = ("place", "affiliation", "part", "tag", "wording", "language_was", "paused_was", "progress")
# Boxes for text, however the form calls them. `reply_by` is the trap for robots.
TAKES = f"""const carried = one => {list(CARRIED)}.includes(one.name) && one.localName !== 'button';
const chosen = /checkbox|radio|file|submit|button|image|reset|color|range|hidden/;
const takes = one => one.name !== 'reply_by' && !one.readOnly && !one.disabled && (carried(one) ||
  one.localName === 'textarea' || one.localName === 'input' && !chosen.test(one.type));
// Of several buttons for one choice the first.
const boxesOf = form => [...form.elements].filter(takes).filter((one, at, all) =>
  !carried(one) || all.findIndex(other => other.name === one.name) === at);
// By its attributes: a field that is called "action" hides the property.
const how = form => (form.getAttribute('method') || 'get').toLowerCase();
const leads = form => new URL(form.getAttribute('action') || '', document.baseURI).pathname;
// A form of a dialog sends nothing: its script asks an address that has a page of its own.
const goes = form => how(form) !== 'dialog' && !/logout/.test(leads(form));
const sendable = () => [...document.forms].filter(goes);"""
# What the second page of a deed asks for, by where its first one is sent.
ASKED_NEXT = {r"/runs/[^/]+/put-aside/$": "number", r"^/admin/supporter/names/$": "progress"}
# Lets the first page ask for it too.
ASK_ALL = f"""asked => {{ {TAKES}
  for (const form of sendable())
    for (const [where, name] of Object.entries(asked))
      if (new RegExp(where).test(leads(form)) && !form.elements[name]) {{
        const box = document.createElement('input');
        box.name = name;
        form.append(box);
      }}
}}"""
# What each asks for and where it goes, ids aside, and how many boxes it has; empty where nothing is typed.
FORMS = f"""() => {{ {TAKES}
  const bare = text => text.replace(/[0-9a-f-]{{36}}|[\\w:=-]{{40,}}|\\d+/g, '#');
  return sendable().map(form => {{
    const names = boxesOf(form).map(one => bare(one.name));
    const at = bare(leads(form));
    return [names.length ? `${{how(form)}} ${{at}} ${{[...new Set(names)]}}` : '', names.length];
  }});
}}"""
# The form goes off as it is, whatever its scripts and the browser say; a visitor's with its button pressed.
SEND = f"""([at, text]) => {{ {TAKES}
  const form = sendable()[at];
  const boxes = boxesOf(form);
  for (const one of form.elements) one.disabled ||= carried(one) && !boxes.includes(one);
  for (const one of boxes) {{
    if (one.localName === 'select') one.replaceChildren(new Option(text, text, true, true));
    if (one.localName === 'input') one.type = 'text';
    one.value = text;
  }}
  const button = form.querySelector('button[name]');
  if (button && leads(form).startsWith('/do/')) {{
    const pressed = document.createElement('input');
    [pressed.type, pressed.name, pressed.value] = ['hidden', button.name, button.value];
    form.append(pressed);
  }}
  HTMLFormElement.prototype.submit.call(form);
}}"""


def all_texts(turn: int) -> str:
    """All 120 in one, beginning with another one each time."""
    return " ".join(_in_turn(turn))


def _in_turn(turn: int) -> list[str]:
    texts = [one.text.replace("\x00", "") for one in payloads()]
    at = turn % len(texts)
    return [*texts[at:], *texts[:at]]


def in_parts(turn: int, most: float) -> list[str]:
    """All 120 in as few texts as it takes for each to have ``most`` letters, or to be one alone."""
    parts: list[list[str]] = [[]]
    for text in _in_turn(turn):
        if parts[-1] and len(" ".join([*parts[-1], text])) > most:
            parts.append([])
        parts[-1].append(text)
    return [" ".join(part) for part in parts]


def _room(form: str, boxes: int) -> float:
    """How many letters a server takes in each box of a form: most are two or three on the way."""
    if form.startswith("get"):
        # They stand in an address; of what visitors look for a page says the beginning alone.
        return 4000 / boxes if form.startswith("get /admin/") else LONGEST
    return (MOST_BYTES if form.startswith("post /do/") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE) / 2 / boxes


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
            for at, (form, boxes) in enumerate(self.opened.page.evaluate(FORMS)):
                if not form or form in self.known:
                    continue
                self.known.add(form)
                for text in in_parts(self.sent, _room(form, boxes)):
                    if is_left and not self._is_there(path):
                        break
                    self._send(path, at, form, text)
                    is_left = True

    def _is_there(self, path: str) -> bool:
        """Open the page; what was sent before may have ended what stood there."""
        is_there = self.opened.page.goto(f"{self.site}{path}").status < 400
        self.opened.draw_window()
        self.opened.page.evaluate(ASK_ALL, ASKED_NEXT)
        return is_there

    def _send(self, path: str, at: int, form: str, text: str) -> None:
        try:
            with self.opened.page.expect_navigation(timeout=10_000) as going:
                self.opened.page.evaluate(SEND, [at, text])
            status = going.value.status if going.value else 204
        except BrowserError:
            # A download, or a page that is led on at once: what ran there is asked below all the same.
            self.opened.page.wait_for_load_state()
            status = 0
        if status >= 500:
            self.broken.append(f"{status} {path} {form}")
        self.opened.draw_window()
        if deeds := self.opened.deeds():
            self.ran[f"{path} {form}"] = deeds
