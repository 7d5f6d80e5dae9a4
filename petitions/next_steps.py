"""What a signer can do next: pass it on without trackers, or sign the campaign's other petitions."""

from dataclasses import dataclass

from django.utils.translation import get_language

from campaigns.sharing import Sharing
from petitions import selectors
from petitions.models import Petition
from petitions.sharing import page_address, sharing_of


@dataclass(frozen=True, slots=True)
class OtherPetition:
    title: str
    url: str
    is_pledge: bool


@dataclass(frozen=True, slots=True)
class NextSteps:
    """``page_url`` is empty for a petition without a page; then there is nothing to pass on."""

    page_url: str
    sharing: Sharing | None
    others: list[OtherPetition]


def next_steps(petition: Petition, *, at: str = "") -> NextSteps:
    """The steps after signing ``petition``, in the active language; ``at`` the campus of this address."""
    language = get_language() or ""
    return NextSteps(
        page_url=page_address(petition, at=at),
        sharing=sharing_of(petition, at=at, has_signed=True),
        others=[
            OtherPetition(other.title_in(language), selectors.page_path(other, language), other.is_pledge)
            for other in selectors.others_to_sign(petition)
        ],
    )
