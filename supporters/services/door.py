"""What a person does in their own door, behind a link in their own mail."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from outbox.services import pause_news, post_letter
from privacy import limits
from privacy.actors import Actor
from privacy.canonical import RULES_VERSION, canonical_address, canonical_phone
from privacy.days import round_up_10_minutes, utc_today
from privacy.indexes import Domain, IndexKind, blind_index
from privacy.keyring import keyring
from privacy.links import Purpose, burn, is_burnt, make_link_token
from privacy.sealing import reseal, seal_new
from supporters import registries
from supporters.enums import ConsentHow
from supporters.exceptions import NothingToWithdraw, TooManyAsked
from supporters.jobs import DOOR, ERASED
from supporters.models import DoorAddress, DoorRequest, List, SubjectIndex, Supporter, SupporterDetails
from supporters.regions import region_of
from supporters.selectors import LIST_WORDING, current_wording, standing_consents
from supporters.services.people import (
    ConsentAnswer,
    erase_supporter,
    note_activity,
    record_consents,
    subscribe,
    unsubscribe,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Of all together: nobody's list of addresses is to be written to from here.
MOST_PER_HOUR = 500
# A longer pause is leaving.
LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True)
class Corrected:
    """What a person says about themself; each field replaces what is written, empty ones too."""

    given_name: str = ""
    family_name: str = ""
    phone: str = ""
    postal_code: str = ""


def ask_for_door(*, address: str, language: str, actor: Actor) -> None:
    """Post one letter to ``address``: a link for whom we know, else that we know nobody by it.

    Who it is, is looked up when the letter is sent, so that it is the same work for every address.
    Raises BadAddress, and TooManyAsked beyond 500 an hour in all.
    """
    canonical_address(address)
    if not limits.take("supporters.ask_door", at_most=MOST_PER_HOUR, per=HOUR, spread=True):
        raise TooManyAsked
    with transaction.atomic():
        row = DoorRequest(language=language, expires_at=round_up_10_minutes(timezone.now() + DAY))
        seal_new(row, DoorAddress(address=address.strip()))
        row.save(force_insert=True)
        post_letter(kind=DOOR, language=language, ref=row)


def open_door(*, token: str, actor: Actor) -> str:
    """Use the letter's link up; the token of the room behind it, good for half an hour.

    Raises LinkBroken, LinkExpired, LinkUsed.
    """
    # Its own, or the last button of one room would close another that was opened in the same minute.
    return make_link_token(Purpose.OPEN_DOOR, burn(token, Purpose.OWN_DOOR).ref, extra=uuid4())


def close_door(*, token: str, actor: Actor) -> None:
    """Let the room's address open nothing any more. Idempotent."""
    if not is_burnt(token):
        burn(token, Purpose.OPEN_DOOR)


def choose(
    *,
    supporter: Supporter,
    wanted: Collection[List],
    offered: Collection[List],
    language: str,
    paused_until: date | None,
    actor: Actor,
) -> None:
    """Join the ``wanted`` of the ``offered`` lists and leave the others; language, and a pause of all mail.

    Joining one is written into the consent ledger with the words of the page. Idempotent. Raises LostKey
    and Erased where nobody could tell whose pause it is.
    """
    with transaction.atomic():
        if language != supporter.language:
            Supporter.objects.filter(pk=supporter.pk).update(language=language, changed=utc_today())
        mine = {row.list_id for row in supporter.subscriptions.subscribed()}
        for one in offered:
            if one not in wanted and one.pk in mine:
                unsubscribe(supporter=supporter, list=one, actor=actor)
        for one in wanted:
            if one.pk not in mine:
                wording = current_wording(LIST_WORDING, language)
                answer = ConsentAnswer(wording_id=wording.pk, answer=True, list_id=one.public_id)
                record_consents(supporter=supporter, answers=[answer], actor=actor, how=ConsentHow.MAIL_LINK)
                subscribe(supporter=supporter, list=one, actor=actor)
        # Last: joining a list ends a pause.
        pause_news(address=supporter.unseal().email, until=paused_until)
        note_activity(supporter=supporter, actor=actor)


def correct_details(*, supporter: Supporter, said: Corrected, actor: Actor) -> None:
    """Write what the person says in place of what is written; address and answers stay. Idempotent.

    Raises BadPhone for a number that nobody could dial, and what unsealing raises.
    """
    phone = canonical_phone(said.phone, supporter.country) if said.phone else ""
    with transaction.atomic():
        Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
        before: SupporterDetails = supporter.unseal()
        reseal(supporter, lambda now: replace(now, **vars(said)))
        if before.phone != said.phone:
            SubjectIndex.objects.filter(supporter=supporter, kind=IndexKind.PHONE).delete()
            if phone:
                SubjectIndex.objects.create(
                    supporter=supporter,
                    kind=IndexKind.PHONE,
                    index=blind_index(Domain.SUPPORTER, IndexKind.PHONE, phone),
                    idx_version=keyring().idx.newest,
                    rules_version=RULES_VERSION,
                )
        region = region_of(said.postal_code, supporter.country)
        Supporter.objects.filter(pk=supporter.pk).update(region=region, changed=utc_today())
        note_activity(supporter=supporter, actor=actor)


def withdraw_consent(
    *, supporter: Supporter, wording_id: UUID, list_id: UUID | None = None, actor: Actor
) -> None:
    """Take one yes back, in the ledger and in what stands on it: its list is left, its app is told.

    ``wording_id`` is the wording's public_id. Raises NothingToWithdraw where that yes does not stand
    (any more): a second press changes nothing.
    """
    with transaction.atomic():
        Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
        for consent in standing_consents(supporter):
            wording = consent.wording
            if wording is not None and (wording.public_id, consent.list_id) == (wording_id, list_id):
                break
        else:
            raise NothingToWithdraw
        answer = ConsentAnswer(wording_id=wording.pk, answer=False, list_id=list_id)
        record_consents(supporter=supporter, answers=[answer], actor=actor, how=ConsentHow.MAIL_LINK)
        for mail_list in List.objects.filter(public_id__in=[list_id] if list_id else []):
            unsubscribe(supporter=supporter, list=mail_list, actor=actor)
        if (act := registries.withdrawals.get(wording.key)) is not None:
            act(supporter, list_id)
        note_activity(supporter=supporter, actor=actor)


def erase_oneself(*, supporter: Supporter, keep_fingerprint: bool, actor: Actor) -> None:
    """Post a receipt and erase, as ``erase_supporter()``: call it outside of transactions.

    The receipt is an answer, so it goes where all news are refused; its row is deleted when it is sent.
    Raises LostKey and Erased where there is no address any more: nothing is done then.
    """
    address = supporter.unseal().email
    post_letter(kind=ERASED, language=supporter.language, address=address)
    erase_supporter(supporter=supporter, keep_fingerprint=keep_fingerprint, actor=actor)
