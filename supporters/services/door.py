"""What a person does in their own door, behind a link in their own mail."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from outbox.services import pause_news, post_letter
from privacy import limits
from privacy.actors import Actor
from privacy.canonical import canonical_address, canonical_phone
from privacy.days import round_up_10_minutes, utc_today
from privacy.exceptions import Erased, LinkUsed
from privacy.links import Purpose, burn, make_link_token
from privacy.sealing import reseal, seal_new
from supporters.enums import ConsentHow, Fingerprint
from supporters.exceptions import NothingToWithdraw, TooManyAsked, TooManyJoined
from supporters.found_by import find_by_phone
from supporters.jobs import DOOR, ERASED, erase
from supporters.models import (
    ConsentWording,
    DoorAddress,
    DoorRequest,
    List,
    Supporter,
    SupporterDetails,
)
from supporters.regions import region_of
from supporters.selectors import standing_consents
from supporters.services.consents import (
    ConsentAnswer,
    note_activity,
    record_consents,
    subscribe,
    take_back,
    unsubscribe,
)
from supporters.services.people import erase_supporter

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Of all together: nobody's list of addresses is to be written to from here.
MOST_PER_HOUR = 500
# Of one address.
MOST_PER_DAY = 2
# Of one person: more is no choosing. Leaving is never refused.
MOST_JOINED_PER_DAY = 20
# A longer pause is leaving.
LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True)
class Choices:
    """What a person decides on their mail; what is not said stays as it is."""

    joined: Sequence[List] = ()
    left: Sequence[List] = ()
    # Empty: the same as before.
    language: str = ""
    changes_pause: bool = False
    # None ends a pause.
    paused_until: date | None = None


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
    Nothing more is posted beyond 2 a day to one address. Raises BadAddress, and TooManyAsked beyond 500
    an hour in all: then neither is counted.
    """
    known_by = canonical_address(address)
    with transaction.atomic():
        # The same silence for every address: whoever asks on and on does not shut the door for all.
        if not limits.take("supporters.ask_door_of", known_by, at_most=MOST_PER_DAY, per=DAY):
            return
        if not limits.take("supporters.ask_door", at_most=MOST_PER_HOUR, per=HOUR, spread=True):
            raise TooManyAsked
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
    with suppress(LinkUsed):
        burn(token, Purpose.OPEN_DOOR)


def choose(*, supporter: Supporter, chosen: Choices, wording: ConsentWording, actor: Actor) -> None:
    """Join and leave lists, change the language, begin or end a pause of all mail. Idempotent.

    A list that is joined is a yes in the ledger to ``wording``, the words on the page; one that is left takes
    back each yes to it. Raises TooManyJoined beyond 20 joined in a day, and does nothing then; LostKey and
    Erased where nobody could tell whose pause it is.
    """
    # Each that is joined is a row of the ledger for ever, and so is each that is left again.
    for _one in chosen.joined:
        whose = str(supporter.public_id)
        if not limits.take("supporters.joined", whose, at_most=MOST_JOINED_PER_DAY, per=DAY):
            raise TooManyJoined
    with transaction.atomic():
        _hold(supporter)
        if chosen.language:
            Supporter.objects.filter(pk=supporter.pk).update(language=chosen.language, changed=utc_today())
        mine = {row.list_id for row in supporter.subscriptions.subscribed()}
        for one in chosen.left:
            unsubscribe(supporter=supporter, list=one, actor=actor)
        for one in chosen.joined:
            if one.pk not in mine:
                answer = ConsentAnswer(wording_id=wording.pk, answer=True, list_id=one.public_id)
                record_consents(supporter=supporter, answers=[answer], actor=actor, how=ConsentHow.MAIL_LINK)
                subscribe(supporter=supporter, list=one, actor=actor)
        # Last: joining a list ends a pause.
        if chosen.changes_pause:
            for address in supporter.unseal().addresses:
                pause_news(address=address, until=chosen.paused_until)
        note_activity(supporter=supporter, actor=actor)


def _hold(supporter: Supporter) -> None:
    """Whoever erases them at this moment waits, and lifts what is written here; or was first: Erased."""
    if Supporter.objects.select_for_update().filter(pk=supporter.pk).first() is None:
        raise Erased


def correct_details(*, supporter: Supporter, said: Corrected, actor: Actor) -> None:
    """Write what the person says in place of what is written; address and answers stay. Idempotent.

    Raises BadPhone for a number that nobody could dial, and what unsealing raises.
    """
    if said.phone:
        canonical_phone(said.phone, supporter.country)
    with transaction.atomic():
        _hold(supporter)
        before: SupporterDetails = supporter.unseal()
        reseal(supporter, lambda now: replace(now, **vars(said)))
        if before.phone != said.phone:
            find_by_phone(supporter, said.phone)
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
        _hold(supporter)
        for consent in standing_consents(supporter):
            wording = consent.wording
            if wording is not None and (wording.public_id, consent.list_id) == (wording_id, list_id):
                break
        else:
            raise NothingToWithdraw
        take_back(supporter, [consent], actor)
        # With each other yes to its list.
        for mail_list in List.objects.filter(public_id__in=[list_id] if list_id else []):
            unsubscribe(supporter=supporter, list=mail_list, actor=actor)
        note_activity(supporter=supporter, actor=actor)


def erase_oneself(*, supporter: Supporter, keep_fingerprint: bool, actor: Actor) -> None:
    """Erase, as ``erase_supporter()``: call it outside of transactions; then post a receipt.

    The receipt is an answer, so it goes where all news are refused; its row is deleted when it is sent. Only
    the call that destroyed the key posts one: it must never say what has not happened.
    Raises LostKey and Erased where there is no address any more: nothing is done then.
    """
    address, language = supporter.unseal().email, supporter.language
    if erase_supporter(supporter=supporter, keep_fingerprint=keep_fingerprint, actor=actor):
        post_letter(kind=ERASED, language=language, address=address)


def erase_while_locked(*, supporter: Supporter, actor: Actor) -> bool:
    """Erase who asks for it while the vault is locked: the key is destroyed at once, as ever.

    The address cannot be read, so there is no receipt, no fingerprint is kept and none is lifted; gifts,
    which are found by the address alone, stay until their own time. Call it outside of transactions.
    Returns whether this call destroyed a key.
    """
    return erase(supporter, fingerprint=Fingerprint.LEAVE, despite_lock=True)
