"""The 120 texts of payloads.txt, what each does where it runs, and how a page is asked whether one did."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

FILE = Path(__file__).with_name("payloads.txt")
SEEN = "/canary/"
# What {{1337*7919}} comes to: nothing else on a page is that number.
PRODUCT = "10587703"

# Beside what ran at once, what would run once somebody pressed, pointed or came with the keyboard: elements
# and attributes that only a payload makes. In shadow roots too, where Wagtail draws its bar.
ASK = """() => {
  const made = (window.hit || []).map(n => `ran ${n}`);
  const look = root => {
    for (const one of root.querySelectorAll('*')) {
      const kind = one.localName;
      if (kind === 'script' && !one.type.includes('json') && /\\.hit=|CANARY/.test(one.text + one.src))
        made.push(`script ${one.text.slice(0, 80)}`);
      if (kind === 'style' && /CANARY/.test(one.textContent)) made.push('style');
      for (const {name, value} of one.attributes) {
        const bare = value.replace(/[\\u0000-\\u0020]/g, '').toLowerCase();
        if (/^on/.test(name) && /\\.hit=/.test(value)) made.push(`${kind} ${name}`);
        const leads = /^(href|xlink:href|src|srcset|action|formaction|data|poster|values|to|content)$/;
        const runs = /^(0;url=)?(javascript|vbscript|data:(text|image\\/svg))/;
        const does = runs.test(bare) && /\\.hit=/.test(value);
        if (name === 'content' && one.httpEquiv !== 'refresh') continue;
        if (leads.test(name) && (does || /^CANARY/.test(value)))
          made.push(`${kind} ${name}=${value.slice(0, 60)}`);
        if (name === 'srcdoc' && /\\.hit=/.test(value)) made.push(`${kind} srcdoc`);
        if (name === 'style' && /CANARY/.test(value)) made.push(`${kind} style`);
      }
      if (one.shadowRoot) look(one.shadowRoot);
    }
  };
  look(document);
  if (document.documentElement.textContent.includes('PRODUCT')) made.push('a template');
  return made;
}""".replace("CANARY", SEEN.replace("/", "\\/")).replace("PRODUCT", PRODUCT)


@dataclass(frozen=True)
class Payload:
    """One hostile text; ``kind`` is its block in the file."""

    number: int
    kind: str
    text: str


@cache
def payloads() -> tuple[Payload, ...]:
    """All of them, in the order of the file."""
    found: list[Payload] = []
    kind = ""
    for line in FILE.read_text().splitlines():
        if line.startswith("# "):
            kind = line[2:]
        elif line:
            number = len(found) + 1
            # An array, so that an element with id="hit" is no mark; without spaces and quotes, so that it
            # stands in any attribute.
            deed = f"(window.hit=window.hit||[]).push({number})|alert({number})"
            text = line.replace("parent.GO", deed.replace("window", "parent")).replace("GO", deed)
            text = text.replace("SEE", f"{SEEN}{number}")
            text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
            found.append(Payload(number, kind, text))
    return tuple(found)


def deeds_on(page: Page) -> list[str]:
    """What ran on the open page, or would on somebody's next step; empty is good."""
    return page.evaluate(ASK)
