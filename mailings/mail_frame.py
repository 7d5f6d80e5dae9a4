"""What stands around the body of every mail: look, logo, foot, the way out."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import mrml
from django.utils.translation import gettext
from wagtail.images.models import SourceImageIOError

from campaigns.posters.look import accent_now
from mailings.mail_parts import LOGO_FILTER, Part, picture_address, words
from mailings.mail_writer import MailWriter
from mailings.merge_tags import LIST, Slot
from privacy.cleaning import clean_lines
from supporters.models import Organization

FONT = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
# As the mails that answer a deed look (outbox/mail_base.html).
PAGE = "#f1efe9"
SOFT = "#55585f"
# No font of anybody's is fetched: mrml would ask another host for the one it calls its own.
NO_FETCHED_FONTS = mrml.RenderOptions(fonts={})
# Fills the line that a mailbox shows, or the first words of the body would follow there.
REST_OF_PREHEADER = "&#847;&zwnj;&nbsp;" * 60

DARK_QUERY = "@media (prefers-color-scheme: dark)"
# Apple's and Outlook's programs honour the first, Outlook on the web marks what it darkened by the others.
DARK = (
    ("body, .page", "background:#14171c !important;"),
    (".sheet, .sheet table", "background:#1f242c !important;"),
    (".words div, .words p, .words h2, .words h3, .words li, .words blockquote", "color:#f2f3f5 !important;"),
    (".soft div, .soft p", "color:#b9bfc9 !important;"),
    (".words a, .soft a", "color:#9ecbff !important;"),
    (".press td", "background:#f2f3f5 !important;"),
    (".press a", "background:#f2f3f5 !important;color:#14171c !important;"),
    (".line p", "border-color:#4a515c !important;"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a wrapper, or the plain ones."""

    accent: str
    background: str = "#ffffff"
    text: str = "#1a1c20"

    @classmethod
    def of(cls, wrapper: Any) -> "Look":
        """What ``wrapper`` says; None is the plain one, in the site's own accent."""
        if wrapper is None:
            return cls(accent_now())
        return cls(wrapper.accent, wrapper.background, wrapper.text_colour)


def frame_html(
    *, parts: Sequence[Part], subject: str, preheader: str, wrapper: Any, look: Look, writer: MailWriter
) -> str:
    """The whole HTML with marks, in the active language."""
    rtl = writer.start == "right"
    hidden = writer.hole(escape(preheader) + REST_OF_PREHEADER)
    foot = _foot(wrapper, writer)
    mjml = f"""<mjml lang="{writer.language}" dir="{"rtl" if rtl else "ltr"}"><mj-head>
<mj-title>{writer.hole(escape(subject))}</mj-title><mj-preview>{hidden}</mj-preview>
<mj-attributes><mj-all font-family="{FONT}" />
<mj-text font-size="17px" line-height="1.55" color="{look.text}" /></mj-attributes>
<mj-raw><meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark"></mj-raw>
<mj-style>{writer.hole(_dark_css())}</mj-style></mj-head>
<mj-body width="600px" background-color="{PAGE}" css-class="page">
<mj-section direction="{"rtl" if rtl else "ltr"}" padding="12px 0" />
<mj-section css-class="sheet" direction="{"rtl" if rtl else "ltr"}" background-color="{look.background}"
 border-radius="8px" padding="32px 0 16px"><mj-column>{_logo(wrapper, writer)}
{"".join(part.mjml for part in parts)}</mj-column></mj-section>
<mj-section direction="{"rtl" if rtl else "ltr"}" padding="20px 0"><mj-column>
{words(foot.mjml, writer, css="soft", style=f'font-size="14px" line-height="1.5" color="{SOFT}"')}
</mj-column></mj-section></mj-body></mjml>"""
    return writer.filled(str(mrml.to_html(mjml, render_options=NO_FETCHED_FONTS).content))


def frame_text(*, parts: Sequence[Part], wrapper: Any, writer: MailWriter) -> str:
    """The plain text with marks, in the active language."""
    return (
        "\n\n".join([*(part.text for part in parts if part.text), f"-- \n{_foot(wrapper, writer).text}"])
        + "\n"
    )


def _dark_css() -> str:
    plain = "".join(f"{selector}{{{rules}}}" for selector, rules in DARK)
    marked = "".join(
        f"{','.join(f'[data-ogsc] {one.strip()}' for one in selector.split(','))}{{{rules}}}"
        for selector, rules in DARK
    )
    return f"{DARK_QUERY}{{{plain}}}{marked}"


def _logo(wrapper: Any, writer: MailWriter) -> str:
    image = wrapper.logo[0].value if wrapper is not None and wrapper.logo else None
    if image is None:
        return ""
    try:
        address, width = picture_address(image, LOGO_FILTER)
    except SourceImageIOError:
        # Its file is gone; the mail is whole without it.
        return ""
    alt = getattr(image, "contextual_alt_text", "") or ""
    return (
        f'<mj-image src="{writer.hole(escape(address))}" alt="{writer.hole(escape(alt))}" '
        f'width="{min(width // 2, 240)}px" padding="0 32px 24px" align="{writer.start}" />'
    )


def _foot(wrapper: Any, writer: MailWriter) -> Part:
    """Why somebody gets this, how to end it, who we are: its HTML (in ``mjml``) and its text."""
    organization = Organization.load()
    own = wrapper.footer.best(writer.language)[0] if wrapper is not None else ""
    reason = gettext("You get this mail because you are on this list: %(list)s") % {
        "list": writer.slots.mark(Slot(LIST))
    }
    leave, held = writer.slot_url("unsubscribe_url"), writer.slot_url("door_url")
    ways = ((gettext("Leave this list"), leave), (gettext("What we hold about you"), held))
    promise = gettext(
        "This mail has no trackers. Nobody sees whether you open it; presses on links are counted for all "
        "of you together."
    )
    who = "\n".join(filter(None, [organization.name, clean_lines(organization.postal_address)]))
    texts = [clean_lines(writer.slots.marked(own)), reason, who, promise]
    html = [f'<p style="margin:0 0 8px;">{escape(one).replace(chr(10), "<br>")}</p>' for one in texts if one]
    links = " &nbsp; ".join(
        f'<a href="{escape(url)}" style="color:{SOFT};text-decoration:underline;">{escape(label)}</a>'
        for label, url in ways
    )
    html.insert(2 if texts[0] else 1, f'<p style="margin:0 0 8px;">{links}</p>')
    told = [*texts[:2], "\n".join(f"{label}: {url}" for label, url in ways), *texts[2:]]
    return Part("".join(html), "\n\n".join(one for one in told if one))
