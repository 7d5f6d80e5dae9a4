"""What somebody does from our own mail: signs with one press, pauses, leaves and says why."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from campaigns.act_links import act_path, act_token
from petitions.models import Signature
from supporters.addresses import unsubscribe_url
from supporters.selectors import find_supporter
from tests.petitions.factories import make_petition
from tests.privacy.seized import MARK, canaries_in

if TYPE_CHECKING:
    from tests.privacy.flows import Canary, Visitors


def press_and_leave(visitors: "Visitors", known: "Canary") -> None:
    """One whom we know signs another petition, which its page asks nothing for, and then leaves our mail."""
    supporter, other = find_supporter(known.email), make_petition(campaign=visitors.petition.campaign)
    token = act_token(supporter_id=supporter.public_id, action_id=other.public_id)
    path = act_path(token, "m-23456789")
    assert canaries_in(visitors.client.get(path).content) == 0
    assert visitors.post(path, {"press": "1", "given_name": MARK}) == 303
    assert Signature.objects.get(petition=other).supporter == supporter
    letters = visitors.work()
    assert any("/withdraw/" in found for found in letters[known.email])

    link = urlsplit(unsubscribe_url(supporter, other.campaign.news_list, source="m-23456789"))
    assert canaries_in(visitors.client.get(link.path).content) == 0
    pressed = {"leave": "1", "pause": "30", "why": "other"}
    for room in ("some/", "", "why/", "all/"):
        assert visitors.post(f"{link.path}{room}?{link.query}", pressed) == 200
    visitors.work()
