"""What somebody can do after giving: pass it on, hear of the next action."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from campaigns.sharing import Sharing
from donations.models import Fundraiser
from donations.sharing import page_address, sharing_of


@dataclass(frozen=True, slots=True)
class NextSteps:
    """``page_url`` is empty for a fundraiser without a page; ``join_url`` for a list that is not public."""

    page_url: str
    sharing: Sharing | None
    join_url: str


def next_steps(fundraiser: Fundraiser) -> NextSteps:
    """The steps after giving, in the active language; the same for everybody."""
    return NextSteps(
        page_url=page_address(fundraiser), sharing=sharing_of(fundraiser), join_url=_join_path(fundraiser)
    )


def _join_path(fundraiser: Fundraiser) -> str:
    news = fundraiser.campaign.news_list
    if not news.is_public:
        return ""
    query = urlencode({"lang": get_language() or ""})
    return f"{reverse('countersign_supporters:join_list', args=[news.public_id])}?{query}"
