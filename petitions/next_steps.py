"""What a signer can do next: pass it on without trackers, or sign the campaign's other petitions."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urljoin

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from petitions import selectors
from petitions.addresses import place_path
from petitions.models import Petition
from privacy.conf import current


@dataclass(frozen=True, slots=True)
class OtherPetition:
    title: str
    url: str
    is_pledge: bool


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Plain links: no script of anybody's, no code that tells who passed it on.

    ``page_url`` is empty for a petition without a page; then there is nothing to pass on.
    """

    page_url: str
    mail_url: str
    whatsapp_url: str
    text: str
    others: list[OtherPetition]


def next_steps(petition: Petition, *, at: str = "") -> NextSteps:
    """The steps after signing ``petition``, in the active language; ``at`` the campus of this address."""
    language = get_language() or ""
    path = selectors.page_path(petition, language)
    if at:
        path = place_path(path, at)
    url = urljoin(current().base_url, path) if path else ""
    title = petition.title_in(language)
    if petition.is_pledge:
        text = _("I have pledged: %(title)s. Will you?") % {"title": title}
    else:
        text = _("I have signed: %(title)s. Will you?") % {"title": title}
    mail = urlencode({"subject": title, "body": f"{text}\n\n{url}\n"}, quote_via=quote)
    return NextSteps(
        page_url=url,
        mail_url=f"mailto:?{mail}",
        whatsapp_url=f"https://wa.me/?{urlencode({'text': f'{text} {url}'}, quote_via=quote)}",
        text=text,
        others=[
            OtherPetition(other.title_in(language), selectors.page_path(other, language), other.is_pledge)
            for other in selectors.others_to_sign(petition)
        ],
    )
