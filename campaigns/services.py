"""Writes of this app: one verb, one function, keyword-only."""

from datetime import date
from typing import Any, Protocol

from django.db import IntegrityError, transaction

from campaigns.enums import CampaignState, TeamRole
from campaigns.exceptions import ProofSpent
from campaigns.kinds import action_kind
from campaigns.models import Action, Campaign, CampaignMember, SpentProof
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.models import List, Supporter


class Deed(Protocol):
    """A signature, attendance …: any row with a nullable one-to-one ``action``."""

    pk: int
    action: Action | None
    _default_manager: Any


def start_campaign(
    *,
    title: LocalizedText,
    slug: str,
    first_language: str,
    actor: Actor,
    state: CampaignState = CampaignState.DRAFT,
) -> Campaign:
    """Make a campaign together with its list of news; a user who starts it leads its team."""
    campaign = Campaign(title=title, slug=slug, first_language=first_language, state=state)
    return save_new_campaign(campaign=campaign, actor=actor)


def save_new_campaign(*, campaign: Campaign, actor: Actor) -> Campaign:
    """Save a campaign (and the team an editor gave it) for the first time, with its list of news."""
    if actor.user is not None and actor.user.pk not in {member.user_id for member in campaign.team.all()}:
        campaign.team.add(CampaignMember(user_id=actor.user.pk, role=TeamRole.LEAD))
    with transaction.atomic():
        campaign.news_list = List.objects.create(name=LocalizedText(campaign.title))
        campaign.save()
    return campaign


def record_action(
    *, supporter: Supporter | None, campaign: Campaign, kind: str, source: str = "", day: date | None = None
) -> Action:
    """Write that a deed counted. Raises ``UnknownKind`` for a kind nobody registered."""
    day = day or utc_today()
    return Action.objects.create(
        supporter=supporter,
        campaign=campaign,
        kind=action_kind(kind).name,
        source=source,
        created=day,
        changed=day,
    )


def attach_deed(
    *, deed: Deed, supporter: Supporter | None, campaign: Campaign, kind: str, source: str = ""
) -> Action:
    """Record the action of ``deed`` and set ``deed.action``, once.

    A deed that has its action keeps it: two callers make one row, because the
    conditional update decides and the loser's action is taken back.
    """
    with transaction.atomic():
        action = record_action(supporter=supporter, campaign=campaign, kind=kind, source=source)
        rows = type(deed)._default_manager.filter(pk=deed.pk)
        if rows.filter(action__isnull=True).update(action=action):
            deed.action = action
        else:
            action.delete()
            deed.action = rows.get().action
            action = deed.action
    return action


def withdraw_action(action: Action | None) -> None:
    """Delete the action of a deed that no longer counts; nothing happens if it is gone already."""
    if action is not None:
        Action.objects.filter(pk=action.pk).delete()


def spend_proof(*, proof: bytes | None) -> None:
    """Use up what the gate accepted (``Verdict.proof``), in the caller's transaction.

    Nothing happens for None. Raises ``ProofSpent`` when it was handed in before:
    the library that checks the work accepts a replay, the unique row does not.
    """
    if proof is None:
        return
    try:
        with transaction.atomic():
            SpentProof.objects.create(digest=proof)
    except IntegrityError:
        raise ProofSpent from None
