"""Passing a petition on; what the ways are is said in ``campaigns.sharing``."""

from urllib.parse import urljoin

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.sharing import Sharing, sharing_for
from petitions import selectors
from petitions.addresses import place_path
from petitions.models import Petition
from privacy.conf import current

# On the address in the mail after confirming.
FROM_MAIL = "mail-after"


def page_address(petition: Petition, *, at: str = "") -> str:
    """The absolute address of its page in the active language, or of the campus ``at`` there; "" for none."""
    path = selectors.page_path(petition, get_language() or "")
    if at:
        path = place_path(path, at)
    return urljoin(current().base_url, path) if path else ""


def sharing_of(petition: Petition, *, at: str = "", has_signed: bool = False) -> Sharing | None:
    """How to pass it on in the active language; ``at`` a campus. None for a petition without a page.

    ``has_signed``: in the words of somebody who did.
    """
    url = page_address(petition, at=at)
    if not url:
        return None
    title = petition.title_in(get_language() or "")
    return sharing_for(url, title=title, said=_said(petition) if has_signed else "%(title)s")


def _said(petition: Petition) -> str:
    if petition.is_pledge:
        return _("I have pledged: %(title)s. Will you?")
    return _("I have signed: %(title)s. Will you?")
