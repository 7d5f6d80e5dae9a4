"""Passing a fundraiser on; what the ways are is said in ``campaigns.sharing``."""

from urllib.parse import urljoin

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.sharing import Sharing, sharing_for
from donations.models import Fundraiser
from donations.selectors.rules import page_path
from privacy.conf import current


def page_address(fundraiser: Fundraiser) -> str:
    """The absolute address of its page in the active language; "" for none."""
    path = page_path(fundraiser, get_language() or "")
    return urljoin(current().base_url, path) if path else ""


def sharing_of(fundraiser: Fundraiser) -> Sharing | None:
    """How to pass it on in the active language; None for a fundraiser without a page.

    The sentence never says that its sender gave.
    """
    url = page_address(fundraiser)
    title = fundraiser.public_title
    return sharing_for(url, title=title, said=_("%(title)s. Every gift counts.")) if url else None
