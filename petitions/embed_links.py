"""Addresses of a petition's embedded forms, and the markup that a partner puts into a page."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.embed_tokens import embed_token, frame_of, link_of
from petitions.models import Embed
from petitions.words import verb_of
from privacy.conf import current


def embed_path(embed: Embed, *, at: str = "", view: str = "countersign_embed") -> str:
    """The address without its host; ``at`` a campus. ``view`` names the form, its door or the thank-you."""
    token = embed_token(embed)
    return reverse(f"{view}_at", args=[token, at]) if at else reverse(view, args=[token])


def embed_url(embed: Embed, language: str, *, at: str = "") -> str:
    """The whole address of the form in ``language``."""
    return f"{urljoin(current().base_url, embed_path(embed, at=at))}?lang={language}"


def frame_markup(embed: Embed, language: str, *, at: str = "") -> SafeString:
    """The ``<iframe>``; inside it the link, for browsers that show no frame."""
    title = embed.petition.title_in(language)
    return frame_of(embed_url(embed, language, at=at), title=title, link=link_markup(embed, language, at=at))


def link_markup(embed: Embed, language: str, *, at: str = "") -> SafeString:
    """The link alone, for pages that take no frame."""
    with override(language):
        label = _("%(verb)s: %(title)s") % {
            "verb": verb_of(embed.petition),
            "title": embed.petition.title_in(language),
        }
    return link_of(embed_url(embed, language, at=at), label)
