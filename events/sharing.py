"""Passing an event on; what the ways are is said in ``campaigns.sharing``."""

from urllib.parse import urljoin

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.sharing import Sharing, sharing_for
from events.models import Event
from events.selectors.rules import page_path
from privacy.conf import current


def page_address(event: Event) -> str:
    """The absolute address of its page in the active language; "" for none."""
    path = page_path(event, get_language() or "")
    return urljoin(current().base_url, path) if path else ""


def sharing_of(event: Event) -> Sharing | None:
    """How to pass it on in the active language; None for an event without a page.

    The sentence never says that its sender comes: of a guarded event that is nobody's to know.
    """
    url = page_address(event)
    return sharing_for(url, title=event.public_title, said=_("%(title)s. Will you come?")) if url else None
