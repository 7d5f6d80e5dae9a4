"""Each block of a mail's body, as MJML and as plain text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext
from wagtail.images.models import SourceImageIOError

from campaigns.kinds import action_kind
from campaigns.posters.look import ink_on
from mailings.mail_writer import ActLink, MailWriter
from mailings.merge_tags import ACT, Slot
from mailings.rich_words import rich_words
from privacy.cleaning import clean_lines
from privacy.conf import current

# Pixels of a picture in the mail; twice as many are sent, for screens that show them.
PICTURE_WIDTH = 536
PICTURE_FILTER = f"max-{PICTURE_WIDTH * 2}x{PICTURE_WIDTH * 3}|jpegquality-72"
LOGO_FILTER = "max-480x160"


@dataclass(frozen=True, slots=True)
class Part:
    """One block, written: MJML whose words stand in holes, and plain text with marks."""

    mjml: str
    text: str


def write_parts(body: Any, writer: MailWriter) -> list[Part]:
    """Every block of a body that says anything."""
    parts = [PARTS[child.block_type](child.value, writer) for child in body if child.block_type in PARTS]
    return [part for part in parts if part.mjml]


def button(href: str, label: str, writer: MailWriter) -> str:
    """A button that Outlook draws as well: its colour stands in the cell."""
    return (
        f'<mj-button css-class="press" href="{writer.hole(escape(href))}" align="{writer.start}" '
        f'background-color="{writer.accent}" color="{ink_on(writer.accent)}" border-radius="6px" '
        f'font-size="17px" font-weight="700" inner-padding="14px 24px" padding="8px 32px 20px">'
        f"{writer.hole(escape(label))}</mj-button>"
    )


def words(html: str, writer: MailWriter, *, css: str = "words", style: str = "") -> str:
    """A cell of text."""
    filled = writer.hole(html)
    return f'<mj-text css-class="{css}" align="{writer.start}" padding="0 32px" {style}>{filled}</mj-text>'


def picture_address(image: Any, filter_spec: str) -> tuple[str, int]:
    """The whole address of a picture for mail, and its width in pixels as it is drawn."""
    rendition = image.get_rendition(filter_spec)
    return urljoin(current().base_url, rendition.url), min(PICTURE_WIDTH, rendition.width)


def _paragraphs(text: str | None, writer: MailWriter) -> tuple[str, str]:
    """What an editor typed on several lines, as HTML and as text."""
    marked = writer.slots.marked(clean_lines(text or ""))
    paragraphs = [escape(one).replace("\n", "<br>") for one in marked.split("\n\n") if one.strip()]
    return "".join(f'<p style="margin:0 0 16px;">{one}</p>' for one in paragraphs), marked


def _nothing(why: str, writer: MailWriter) -> Part:
    writer.nothing(why)
    return Part("", "")


def _heading(value: str, writer: MailWriter) -> Part:
    line = writer.line(value)
    style = "margin:8px 0 12px;font-size:26px;line-height:1.2;font-weight:800;"
    html = f'<h2 style="{style}">{escape(line)}</h2>'
    return Part(words(html, writer), f"{line}\n{'=' * min(len(value), 60)}")


def _text(value: Any, writer: MailWriter) -> Part:
    html, text = rich_words(value.source, writer)
    return Part(words(html, writer), text) if text else Part("", "")


def _picture(value: Mapping[str, Any], writer: MailWriter) -> Part:
    image = value["image"]
    try:
        address, width = picture_address(image, PICTURE_FILTER) if image is not None else ("", 0)
    except SourceImageIOError:
        address = ""
    if not address:
        return _nothing("picture", writer)
    alt = "" if getattr(image, "decorative", False) else (getattr(image, "contextual_alt_text", "") or "")
    href = writer.link(value["url"], alt) if value["url"] else ""
    leads = f' href="{writer.hole(escape(href))}"' if href else ""
    mjml = (
        f'<mj-image src="{writer.hole(escape(address))}" alt="{writer.hole(escape(alt))}" '
        f'width="{width}px" padding="0 32px 16px" align="center"{leads} />'
    )
    caption = writer.line(value["caption"])
    if caption:
        mjml += words(
            f'<p style="margin:0 0 20px;font-size:14px;line-height:1.45;">{escape(caption)}</p>',
            writer,
            css="soft",
        )
    return Part(mjml, "\n".join(filter(None, [f"[{alt}]" if alt else "", caption, href])))


def _button(value: Mapping[str, Any], writer: MailWriter) -> Part:
    page = value["page"]
    label = writer.line(value["label"])
    href = writer.link((page.specific.url or "") if page is not None else value["url"] or "", label)
    if not href:
        return _nothing("button", writer)
    return Part(button(href, label, writer), f"{label}:\n{href}")


def _action(value: Mapping[str, Any], writer: MailWriter) -> Part:
    ref = value["action"]
    found = ref.find() if ref else None
    if ref is None or found is None:
        return _nothing("action", writer)
    # It was found by its kind, so that is installed.
    kind = action_kind(ref.kind)
    title = writer.line(value["title"] or kind.title_in(found, writer.language))
    label = writer.line(value["label"]) or kind.press_label(found)
    page = kind.page_url(found, writer.language)
    if not page:
        return _nothing("page", writer)
    href = writer.link(page, label)
    if kind.can_press(found):
        writer.acts[str(ref)] = ActLink(href, writer.codes.get(writer.target(page), ""))
        href = writer.slots.mark(Slot(ACT, str(ref)))
    html, text = _paragraphs(value["words"], writer)
    head = f'<h3 style="margin:0 0 8px;font-size:21px;line-height:1.3;font-weight:800;">{escape(title)}</h3>'
    mjml = words(head + html, writer, css="words action") + button(href, label, writer)
    return Part(mjml, "\n\n".join(filter(None, [title, text, f"{label}:\n{href}"])))


def _divider(_value: Any, _writer: MailWriter) -> Part:
    return Part(
        '<mj-divider css-class="line" border-width="1px" border-color="#c9c6bd" padding="8px 32px 24px" />',
        "-" * 20,
    )


def _quote(value: Mapping[str, Any], writer: MailWriter) -> Part:
    html, text = _paragraphs(value["words"], writer)
    who = writer.line(value["who"])
    by = f'<p style="margin:0 0 20px;font-size:15px;">{escape(f"— {who}")}</p>' if who else ""
    html = (
        f'<blockquote style="margin:0 0 8px;padding-{writer.start}:18px;'
        f'border-{writer.start}:4px solid {writer.accent};font-size:19px;line-height:1.45;">'
        f"{html}</blockquote>{by}"
    )
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return Part(words(html, writer), "\n".join(filter(None, [quoted, f"— {who}" if who else ""])))


def _partner_foot(value: Mapping[str, Any], writer: MailWriter) -> Part:
    block = value.block.child_blocks["partner"]  # type: ignore[attr-defined]
    partner = block.find(value["partner"])
    if partner is None:
        return _nothing("partner", writer)
    line = gettext("Together with %(partner)s") % {"partner": partner.name}
    html, text = _paragraphs(value["words"], writer)
    site = writer.link(partner.website, partner.name) if partner.website else ""
    linked = f'<p style="margin:0 0 8px;">{writer.anchor(site, escape(line)) if site else escape(line)}</p>'
    return Part(
        words(linked + html, writer, css="soft", style='font-size="14px"'),
        "\n".join(filter(None, [line, text, site])),
    )


PARTS: dict[str, Callable[[Any, MailWriter], Part]] = {
    "heading": _heading,
    "text": _text,
    "image": _picture,
    "button": _button,
    "action": _action,
    "divider": _divider,
    "quote": _quote,
    "footer": _partner_foot,
}
