"""What stands on the recovery sheet, and the ways to show it: lines for a terminal, a page for a printer."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

import segno
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity

from config.recovery.bech32 import identity_bytes
from config.recovery.words import IDENTITY, words_of
from privacy.days import utc_today
from privacy.fingerprints import each_key, fingerprint_of_key, fingerprint_of_recipient
from privacy.secret import KeySet

ROW = 6
# Words that are asked back: those at the very end, which only a whole sheet has.
ASKED = 4


@dataclass(frozen=True)
class Part:
    """One key of the sheet: what it is called, its short name, its 24 words."""

    label: str
    fingerprint: str
    words: list[str] = field(repr=False)

    @property
    def line(self) -> str:
        """What the QR code says, and what ``recover_keys`` takes as well."""
        return f"{self.label}: {' '.join(self.words)}"


@dataclass(frozen=True)
class Sheet:
    """Everything on the sheet. ``recipient`` is the public key of the backups, "" if there is none yet."""

    site: str
    parts: list[Part]
    recipient: str = ""

    @property
    def last_words(self) -> list[str]:
        """The last four: of the newest KEK."""
        return self.parts[-1].words[-ASKED:]


def make_sheet(*, site: str, keys: KeySet, identity: Identity | None = None, recipient: str = "") -> Sheet:
    """The sheet of these keys; the backup's secret key stands on it only when it was made just now."""
    parts = []
    if identity is not None:
        recipient = str(identity.to_public())
        parts.append(
            Part(IDENTITY, fingerprint_of_recipient(recipient), words_of(identity_bytes(str(identity))))
        )
    for purpose, version, secret in each_key(keys):
        key = secret.reveal()
        name = fingerprint_of_key(purpose, version, key)
        parts.append(Part(f"{purpose.label} {version}", name, words_of(key)))
    return Sheet(site=site, parts=parts, recipient=recipient)


def introduction(sheet: Sheet) -> list[str]:
    """The sentences above the keys."""
    said = [
        _("Recovery sheet of %(site)s, %(day)s") % {"site": sheet.site, "day": utc_today().isoformat()},
        _(
            "Whoever has this sheet and a copy of the databases can read everything. Write or print "
            "it twice, and "
            "keep the copies in two places where no copy of the databases is. No photo, no cloud, no mail."
        ),
        _(
            "Without it, a lost machine means that every name and address is lost for ever. "
            "The way back: manage.py recover_keys."
        ),
    ]
    if sheet.recipient:
        said.append(
            _("Backups are encrypted to %(recipient)s (%(name)s).")
            % {"recipient": sheet.recipient, "name": fingerprint_of_recipient(sheet.recipient)}
        )
    return said


def as_lines(sheet: Sheet) -> Iterator[str]:
    """For a terminal of 80 columns, with QR codes of half blocks."""
    for sentence in introduction(sheet):
        yield sentence
        yield ""
    for part in sheet.parts:
        yield f"--- {part.label} · {part.fingerprint} ".ljust(78, "-")
        for start in range(0, len(part.words), ROW):
            row = part.words[start : start + ROW]
            yield "  ".join(f"{start + place:2} {word:<9}" for place, word in enumerate(row, 1)).rstrip()
        drawn = io.StringIO()
        segno.make(part.line, error="l", micro=False).terminal(out=drawn, compact=True, border=2)
        yield drawn.getvalue()


def as_html(sheet: Sheet) -> str:
    """One page that loads nothing: for a printer, from a browser that is offline."""
    head, *sentences = introduction(sheet)
    return PAGE.format(
        title=escape(head),
        sentences="".join(f"<p>{escape(sentence)}</p>" for sentence in sentences),
        parts="".join(map(_part_as_html, sheet.parts)),
    )


def _part_as_html(part: Part) -> str:
    code = segno.make(part.line, error="l", micro=False).svg_inline(scale=2, border=2)
    words = "".join(f"<li>{escape(word)}</li>" for word in part.words)
    return (
        f"<section><h2>{escape(part.label)} · {escape(part.fingerprint)}</h2>"
        f"<div><ol>{words}</ol>{code}</div></section>"
    )


PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 11pt/1.35 sans-serif; margin: 1.5cm; }}
h1 {{ font-size: 15pt; }} h2 {{ font: bold 11pt monospace; margin: 0 0 2mm; }}
section {{ break-inside: avoid; border-top: 1px solid; padding: 4mm 0; }}
section div {{ display: flex; gap: 8mm; justify-content: space-between; }}
ol {{ columns: 4; margin: 0; font-family: monospace; flex: 1; }}
</style></head><body><h1>{title}</h1>{sentences}{parts}</body></html>
"""
