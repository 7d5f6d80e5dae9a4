"""Campaigns begun, and what every kind of action writes: who did it, and that work was proved."""

from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from campaigns.enums import CampaignState, NewsChoice, TeamRole
from campaigns.exceptions import ProofSpent
from campaigns.kinds import action_kind
from campaigns.models import Action, Campaign, CampaignMember, Institution, SpentProof
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.enums import ConsentHow
from supporters.models import ConsentWording, List, Supporter, SupporterDetails
from supporters.services import ConsentAnswer, admit_supporter, record_consents, subscribe


class Deed(Protocol):
    """A signature, attendance …: any row with a nullable one-to-one ``action``."""

    pk: int
    action: Action | None
    _default_manager: Any


class TypedPerson(Protocol):
    """What was typed into a form about its writer, as a deed's own blob holds it.

    ``consents``: for each answer the wording's public_id, the answer, and the public_id of its list or "".
    """

    @property
    def email(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def postal_code(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def news(self) -> str: ...
    @property
    def consents(self) -> list[list[Any]]: ...


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


def open_campaign(*, campaign: Campaign, actor: Actor) -> bool:
    """Have a campaign that is being prepared run; False where it ran already, or is over."""
    prepared = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.DRAFT)
    return bool(prepared.update(state=CampaignState.ACTIVE, changed=utc_today()))


def find_or_add_institution(
    *, name: str, locality: str = "", region: str = "", country: str = "", actor: Actor
) -> Institution:
    """The institution of this name at this place; made where there is none."""
    found, _made = Institution.objects.get_or_create(
        name=name, locality=locality, region=region, country=country
    )
    return found


def admit_person(
    *,
    typed: TypedPerson,
    language: str,
    campaign: Campaign,
    may_have_news: bool = True,
    how: ConsentHow | None = None,
    actor: Actor,
) -> Supporter:
    """Make or complete the supporter of whoever pressed the button in their mail, and take their answers.

    The list that they said yes to is joined, whichever the ``campaign`` has by now; none where that list is
    gone: nobody agreed to another. Without ``may_have_news`` the yes is written, and no list joined.
    """
    supporter = admit_supporter(
        details=SupporterDetails(
            given_name=typed.given_name,
            family_name=typed.family_name,
            email=typed.email,
            postal_code=typed.postal_code,
        ),
        language=language,
        country=typed.country,
        actor=actor,
    )
    if answers := _answers(typed):
        record_consents(supporter=supporter, answers=answers, actor=actor, how=how)
    if typed.news == NewsChoice.CAMPAIGN and may_have_news:
        ids = [one.list_id for one in answers if one.answer and one.list_id is not None]
        for agreed in List.objects.filter(public_id__in=ids) if ids else [campaign.news_list]:
            subscribe(supporter=supporter, list=agreed, actor=actor)
    return supporter


def _answers(typed: TypedPerson) -> list[ConsentAnswer]:
    said = [(UUID(wording), bool(answer), UUID(of) if of else None) for wording, answer, of in typed.consents]
    rows = ConsentWording.objects.filter(public_id__in=[wording for wording, _answer, _of in said])
    keys = {row.public_id: row.pk for row in rows}
    return [
        ConsentAnswer(wording_id=keys[wording], answer=answer, list_id=list_id)
        for wording, answer, list_id in said
        if wording in keys
    ]


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
