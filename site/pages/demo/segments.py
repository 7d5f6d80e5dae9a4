"""The demo's segments: two questions over those who signed."""

from collections.abc import Mapping

from campaigns.models import Campaign
from pages.demo import ledger
from petitions.models import Petition
from privacy.actors import Actor
from supporters.models import Segment
from supporters.services.segments import save_segment


def make_segments(campaign: Campaign, *, actor: Actor) -> None:
    """Who is written to in Spanish and acted lately; who signed one petition and not yet the pledge."""
    spanish = {"rule": "supporters.language", "language": "es"}
    lately = {"rule": "campaigns.acted_within", "days": "90"}
    _keep("Acted lately, written to in Spanish", {"all": [spanish, lately]}, actor)
    demand = campaign.petitions.filter(is_pledge=False).order_by("pk").first()
    pledge = campaign.petitions.filter(is_pledge=True).order_by("pk").first()
    if demand is None or pledge is None:
        return
    news = {"rule": "supporters.on_list", "list": str(campaign.news_list.public_id), "state": "subscribed"}
    tree = {"all": [_signed(demand), news, {"not": {"any": [_signed(pledge)]}}]}
    _keep("Signed, takes news, not pledged yet", tree, actor)


def _signed(petition: Petition) -> dict[str, str]:
    return {"rule": "petitions.signed", "petition": str(petition.public_id)}


def _keep(name: str, tree: Mapping[str, object], actor: Actor) -> None:
    ledger.note_made(save_segment(segment=Segment(name=name), tree=tree, actor=actor))
