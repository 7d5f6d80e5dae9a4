"""What people answer, which lists they join and leave, and that they are still about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from outbox.enums import RefusalReason
from outbox.services import lift_refusal, refuse
from privacy.actors import Actor, ActorKind
from privacy.days import utc_today
from privacy.exceptions import SealedError
from supporters import registries
from supporters.enums import ConsentHow, SubscriptionState
from supporters.exceptions import NotTheirOwnDeed
from supporters.jobs.exports import destroy_mail_files_with
from supporters.jobs.hand_overs import destroy_files_with, destroy_waiting_files_with
from supporters.models import Consent, List, Subscription, Supporter
from supporters.selectors import standing_consents, survivor_of
from supporters.services.merging import part_of


@dataclass(frozen=True)
class ConsentAnswer:
    """One answer to one question. ``wording_id`` is the wording's primary key, ``list_id`` a public_id."""

    wording_id: int
    answer: bool
    list_id: UUID | None = None


def record_consents(
    *,
    supporter: Supporter,
    answers: Sequence[ConsentAnswer],
    actor: Actor,
    how: ConsentHow | None = None,
) -> None:
    """Write a person's answers into the consent ledger: who, which words, yes or no, how, the day.

    It writes down and no more: ``subscribe()`` joins. One statement, however many answers. ``how``: where
    it is not a form of ours, confirmed, or staff's writing.
    """
    day = utc_today()
    if how is None:
        how = ConsentHow.CONFIRMED_FORM if actor.kind == ActorKind.THE_PERSON else ConsentHow.STAFF
    rows = [
        Consent(
            subject_id=supporter.subject_id,
            wording_id=answer.wording_id,
            list_id=answer.list_id,
            answer=answer.answer,
            how=how,
            day=day,
        )
        for answer in answers
    ]
    Consent.objects.bulk_create(rows)


def subscribe(*, supporter: Supporter, list: List, actor: Actor) -> None:  # noqa: A002 (the domain's word)
    """Join a list, at the person's own confirmed deed, and lift their refusals of it and of all.

    Raises NotTheirOwnDeed for any other actor: nobody joins somebody else, and nobody lifts
    somebody else's no.
    """
    if actor.kind != ActorKind.THE_PERSON:
        raise NotTheirOwnDeed
    with transaction.atomic():
        standing = Subscription.objects.filter(supporter=supporter, list=list)
        joined = standing.exclude(state=SubscriptionState.SUBSCRIBED).update(
            state=SubscriptionState.SUBSCRIBED, since=utc_today()
        )
        if not joined:
            row = Subscription(supporter=supporter, list=list, state=SubscriptionState.SUBSCRIBED)
            Subscription.objects.bulk_create([row], ignore_conflicts=True)
        try:
            addresses = supporter.unseal().addresses
        except SealedError:
            return  # Erased or lost meanwhile: no mail can go, so no refusal stands in its way.
        for address in addresses:
            lift_refusal(address=address, list_id=list.public_id)
            lift_refusal(address=address)


def unsubscribe(
    *,
    supporter: Supporter,
    list: List | None = None,  # noqa: A002 (the domain's word)
    known_as: UUID | None = None,
    actor: Actor,
) -> bool:
    """Leave one list, or all mail when ``list`` is None, whatever the door: each yes to it is taken back in
    the ledger and in what stands on it, and the no is kept as a refusal.

    Leaving the last list counts as all. Leaving all refuses each list by itself as well, those
    they never were on among them, so that joining one later does not open the others. Idempotent.

    ``known_as``: the id in the link that was pressed. Of two who are merged for the moment only the one who
    had it said no: it holds at both while they are one, and no longer (``merge_standings``).

    Returns whether there was a standing to leave: not a second time.
    """
    with transaction.atomic():
        # Two presses of two lists at once: the second sees what the first left.
        now = Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
        if now is None:
            # Merged since it was read: the no is the survivor's. Locked by its own call.
            if (survivor := survivor_of(supporter.public_id)) is None:
                return False
            known_as = known_as or supporter.public_id
            return unsubscribe(supporter=survivor, list=list, known_as=known_as, actor=actor)
        # With every address they have by now.
        supporter = now
        # What was made to send them news is made anew without them.
        destroy_mail_files_with(supporter)
        standings = {
            row.list_id: row for row in supporter.subscriptions.select_related("list").order_by("pk")
        }
        others = [
            row
            for row in standings.values()
            if row.state == SubscriptionState.SUBSCRIBED and (list is None or row.list_id != list.pk)
        ]
        everything = list is None or not others
        if everything:
            destroy_waiting_files_with(supporter)
        refused = {row.list.public_id for row in standings.values()} if everything else set()
        refused.update(List.objects.values_list("public_id", flat=True) if list is None else [list.public_id])
        take_back(supporter, (one for one in standing_consents(supporter) if one.list_id in refused), actor)
        standing = supporter.subscriptions.exclude(state=SubscriptionState.UNSUBSCRIBED)
        left = standing.filter(Q() if everything else Q(list=list)).update(
            state=SubscriptionState.UNSUBSCRIBED, since=utc_today()
        )
        try:
            addresses = supporter.unseal().addresses
            said_at = addresses if known_as is None else part_of(supporter, known_as)
        except SealedError:
            return bool(left)  # No address is left that mail could go to.
        for address in addresses:
            reason = RefusalReason.UNSUBSCRIBED if address in said_at else RefusalReason.MERGED
            for list_id in sorted(refused):
                refuse(address=address, list_id=list_id, reason=reason)
            if everything:
                refuse(address=address, reason=reason)
        note_activity(supporter=supporter, actor=actor)
    return bool(left)


def take_back(supporter: Supporter, consents: Iterable[Consent], actor: Actor) -> None:
    """Write a no for each yes, and undo what stands on it; in a transaction that holds the supporter."""
    taken = [(one, one.wording) for one in consents if one.wording is not None]
    answers = [
        ConsentAnswer(wording_id=wording.pk, answer=False, list_id=one.list_id) for one, wording in taken
    ]
    is_theirs = actor.kind == ActorKind.THE_PERSON
    how = ConsentHow.MAIL_LINK if is_theirs else ConsentHow.STAFF
    record_consents(supporter=supporter, answers=answers, actor=actor, how=how)
    for one, wording in taken:
        if (act := registries.withdrawals.get(wording.key)) is not None:
            act(supporter, one.list_id)
    if any(wording.partner_id is not None for _one, wording in taken):
        # What a partner was to be given on it is made anew without them.
        destroy_files_with(supporter)


def note_activity(*, supporter: Supporter, actor: Actor) -> None:
    """Remember the month in which this person acted or pressed a button in a mail."""
    if actor.kind != ActorKind.THE_PERSON:
        return
    month = utc_today().replace(day=1)
    silent = Q(active_month__lt=month) | Q(asked_months__gt=0)
    Supporter.objects.filter(silent, pk=supporter.pk).update(active_month=month, asked_months=0)
