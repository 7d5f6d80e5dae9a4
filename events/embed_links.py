"""Addresses of an open event's embedded forms, and the markup that a partner puts into a page."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.embed_tokens import embed_token, frame_of, link_of
from events.models import Embed
from privacy.conf import current


def embed_path(embed: Embed, *, view: str = "countersign_event_embed") -> str:
    """The address without its host. ``view`` names the form, its door or the thank-you."""
    return reverse(view, args=[embed_token(embed)])


def embed_url(embed: Embed, language: str) -> str:
    """The whole address of the form in ``language``."""
    return f"{urljoin(current().base_url, embed_path(embed))}?lang={language}"


def frame_markup(embed: Embed, language: str) -> SafeString:
    """The ``<iframe>``; inside it the link, for browsers that show no frame."""
    title = embed.event.title_in(language)
    return frame_of(embed_url(embed, language), title=title, link=link_markup(embed, language))


def link_markup(embed: Embed, language: str) -> SafeString:
    """The link alone, for pages that take no frame."""
    with override(language):
        label = _("Sign up: %(title)s") % {"title": embed.event.title_in(language)}
    return link_of(embed_url(embed, language), label)
