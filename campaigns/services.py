"""Writes of this app: one verb, one function, keyword-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from campaigns.domains import forget_domains
from campaigns.enums import CampaignState, NewsChoice, TeamRole
from campaigns.exceptions import EmbedOver, ImportedMeanwhile, ProofSpent, TooManyDomains, TooManyOrigins
from campaigns.institution_file import InstitutionRow, merged
from campaigns.institution_plan import Update, plan_import
from campaigns.kinds import action_kind
from campaigns.models import (
    Action,
    Campaign,
    CampaignMember,
    EmbeddedForm,
    Institution,
    PartnerOrigin,
    SpentProof,
)
from campaigns.origins import clean_origin
from campaigns.page_cache import purge_all
from campaigns.validators import MOST_DOMAINS
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.enums import ConsentHow
from supporters.models import ConsentWording, List, Partner, Supporter, SupporterDetails
from supporters.services import ConsentAnswer, admit_supporter, record_consents, subscribe

ROWS_AT_ONCE = 500
# What marks the source of a deed that came by a partner's page. The code of a link holds no colon, so
# nobody can claim one with an address.
PARTNER_SOURCE = "partner:"
LONGEST_PARTNER = 35
# All of them stand in one header.
MOST_ORIGINS = 10
# The columns of the constraint that keeps institutions apart.
ONCE = ["name", "locality", "region", "country"]


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


@dataclass(frozen=True)
class Imported:
    """What an import did: the rows it made, how many it changed, how many were right already."""

    made: list[Institution]
    updated: int
    unchanged: int


def import_institutions(*, rows: Sequence[InstitutionRow], actor: Actor) -> Imported:
    """Add the institutions that are not there and the mail domains that known ones lack: all or nothing.

    Importing the same rows again changes nothing. A domain is never taken away. Raises ImportedMeanwhile
    if somebody added one of them at the same moment, TooManyDomains if one would have more than 50.
    """
    try:
        with transaction.atomic():
            plan = plan_import(rows)
            if plan.too_full:
                raise TooManyDomains
            made = Institution.objects.bulk_create(
                [
                    Institution(
                        name=row.name,
                        locality=row.locality,
                        region=row.region,
                        country=row.country,
                        mail_domains=list(row.mail_domains),
                    )
                    for row in plan.new
                ],
                batch_size=ROWS_AT_ONCE,
            )
            _add_domains(plan.updates)
            # No signal is sent for rows written in bulk.
            transaction.on_commit(forget_domains)
    except IntegrityError:
        raise ImportedMeanwhile from None
    return Imported(made=made, updated=len(plan.updates), unchanged=plan.unchanged)


def _add_domains(updates: Sequence[Update]) -> None:
    gained = {update.pk: update.gained for update in updates}
    for start in range(0, len(updates), ROWS_AT_ONCE):
        pks = [update.pk for update in updates[start : start + ROWS_AT_ONCE]]
        # Read again under a lock, in one order: a colleague may be adding another domain.
        found = list(Institution.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        for institution in found:
            institution.mail_domains = list(merged(institution.mail_domains, gained[institution.pk]))
            institution.changed = utc_today()
            if len(institution.mail_domains) > MOST_DOMAINS:
                raise TooManyDomains
            # As a row that meets itself: a bulk_update() of 50,000 rows takes a minute, this takes seconds.
            institution.pk, institution.public_id = None, uuid4()
        Institution.objects.bulk_create(
            found, update_conflicts=True, unique_fields=ONCE, update_fields=["mail_domains", "changed"]
        )


def embed_source(partner: Partner) -> str:
    """What marks the deeds that come by this partner's pages; no code of a link is written like it."""
    # The end keeps two partners of one name apart, and names one that cannot be written in ASCII.
    return f"{PARTNER_SOURCE}{slugify(partner.name)[:LONGEST_PARTNER]}-{partner.public_id.hex[:4]}"


def end_embed(*, embed: EmbeddedForm, actor: Actor) -> None:
    """Take no more forms from this partner's pages, which say so. Raises EmbedOver when it is ended."""
    _turn(embed, is_live=False)


def resume_embed(*, embed: EmbeddedForm, actor: Actor) -> None:
    """Take forms from this partner's pages again. Raises EmbedOver when a colleague was first."""
    _turn(embed, is_live=True)


def _turn(embed: EmbeddedForm, *, is_live: bool) -> None:
    with transaction.atomic():
        others = type(embed)._default_manager.filter(pk=embed.pk, is_live=not is_live)
        if not others.update(is_live=is_live, changed=utc_today()):
            raise EmbedOver
        purge_all()


def allow_origin(*, partner: Partner, address: str, actor: Actor) -> PartnerOrigin:
    """Let pages of this site show the partner's forms in a frame; the row it has already, if it has one.

    Raises NotPublic for what is no https origin, TooManyOrigins beyond ten.
    """
    origin = clean_origin(address)
    with transaction.atomic():
        # One at a time: two cannot both be the tenth.
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        known = PartnerOrigin.objects.filter(partner=partner)
        if (row := known.filter(origin=origin).first()) is not None:
            return row
        if known.count() >= MOST_ORIGINS:
            raise TooManyOrigins
        purge_all()
        return PartnerOrigin.objects.create(partner=partner, origin=origin)


def forbid_origin(*, origin: PartnerOrigin, actor: Actor) -> None:
    """Let pages of this site show no form any more. Raises EmbedOver when a colleague was first."""
    with transaction.atomic():
        if not PartnerOrigin.objects.filter(pk=origin.pk).delete()[0]:
            raise EmbedOver
        purge_all()
