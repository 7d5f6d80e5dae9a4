"""What somebody can do after signing up: pass it on, see what else is coming, hear of the next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from campaigns.sharing import Sharing
from events.models import Event
from events.selectors.listing import ListedDate, next_dates
from events.sharing import page_address, sharing_of


@dataclass(frozen=True, slots=True)
class NextSteps:
    """``page_url`` is empty for an event without a page; ``join_url`` for a list that is not public."""

    page_url: str
    sharing: Sharing | None
    others: list[ListedDate]
    join_url: str


def next_steps(event: Event) -> NextSteps:
    """The steps after signing up for ``event``, in the active language; the same for everybody."""
    return NextSteps(
        page_url=page_address(event),
        sharing=sharing_of(event),
        others=next_dates(event),
        # A plain link: it carries no source, no event and no token.
        join_url=_join_path(event),
    )


def _join_path(event: Event) -> str:
    news = event.campaign.news_list
    if not news.is_public:
        return ""
    query = urlencode({"lang": get_language() or ""})
    return f"{reverse('countersign_supporters:join_list', args=[news.public_id])}?{query}"
