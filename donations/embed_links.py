"""Addresses of a fundraiser on partners' pages, and the markup that a partner puts into a page."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.embed_tokens import embed_token, frame_of, link_of
from donations.models import Embed
from privacy.conf import current

# Title, two bars, a button: shorter than a form.
HEIGHT = 640


def embed_path(embed: Embed, *, view: str = "countersign_gift_embed") -> str:
    """The address without its host. ``view`` names the frame, the form behind its button, or its door."""
    return reverse(view, args=[embed_token(embed)])


def embed_url(embed: Embed, language: str, *, view: str = "countersign_gift_embed") -> str:
    """The whole address in ``language``."""
    return f"{urljoin(current().base_url, embed_path(embed, view=view))}?lang={language}"


def frame_markup(embed: Embed, language: str) -> SafeString:
    """The ``<iframe>``; inside it the link, for browsers that show no frame."""
    title = embed.fundraiser.title_in(language)
    link = link_markup(embed, language)
    return frame_of(embed_url(embed, language), title=title, link=link, height=HEIGHT)


def link_markup(embed: Embed, language: str) -> SafeString:
    """The link alone, for pages that take no frame: to the form itself."""
    with override(language):
        label = _("Give: %(title)s") % {"title": embed.fundraiser.title_in(language)}
    return link_of(embed_url(embed, language, view="countersign_gift_embed_form"), label)
