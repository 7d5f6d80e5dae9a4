"""The token of an embedded form, and the markup that a partner puts into a page."""

from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.models import EmbeddedForm
from privacy.links import Purpose, make_link_token, read_link_token

# Of the frame, in pixels. The form scrolls in it where it is longer: no script tells its height.
HEIGHT = 900


def embed_token(embed: EmbeddedForm) -> str:
    """What it is of and its partner under our signature; the same every time, for it stands in pages of
    others."""
    return make_link_token(Purpose.EMBED, embed.shows.public_id, extra=embed.partner.public_id)


def read_embed_token(token: str) -> tuple[UUID, UUID] | None:
    """Public ids of what it is of, and of its partner; None for a token without a partner.

    Raises LinkBroken for whatever we did not sign.
    """
    link = read_link_token(token, Purpose.EMBED)
    return (link.ref, link.extra) if link.extra is not None else None


def frame_of(url: str, *, title: str, link: SafeString, height: int = HEIGHT) -> SafeString:
    """The ``<iframe>``, so many pixels high; inside it the link, for browsers that show no frame."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'referrerpolicy="no-referrer" style="border:0">{}</iframe>',
        url,
        title,
        height,
        link,
    )


def link_of(url: str, label: str) -> SafeString:
    """The link alone, for pages that take no frame."""
    return format_html('<a href="{}" rel="noopener">{}</a>', url, label)
