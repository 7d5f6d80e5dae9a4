"""Leaving mail, or pausing it, by the link at its foot: done at once, told in a letter, counted in total."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from outbox.services import pause_news, post_letter
from privacy import limits
from privacy.actors import Actor
from privacy.after_unlock import note_for_unlock
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.lock import is_locked
from supporters import registries
from supporters.enums import SubscriptionState, WhyLeft
from supporters.jobs.leaving_mail import LEFT_ALL, LEFT_LIST, LEFT_SOME, PAUSED
from supporters.models import List, Supporter, WhyLeftCount
from supporters.selectors import supporter_named
from supporters.services.consents import note_activity, unsubscribe

DAY = timedelta(days=1)
# Wishes that wait for the vault to be unlocked.
LEAVE, PAUSE = "supporters.leave", "supporters.pause"


def leave_mail(
    *,
    supporter: Supporter,
    mail_list: List | None = None,
    known_as: UUID,
    source: str = "",
    actor: Actor,
) -> bool:
    """Leave one list, or all mail, as ``unsubscribe()`` does, and post the letter that says so.

    ``known_as`` is the id in the link, ``source`` the code on it. A second press does nothing, is counted
    nowhere and posts nothing; returns whether it was the first.
    """
    if is_locked():
        return leave_later(supporter=supporter, mail_list=mail_list, known_as=known_as)
    with transaction.atomic():
        if not unsubscribe(supporter=supporter, list=mail_list, known_as=known_as, actor=actor):
            return False
        for counter in registries.leaving_counters.values():
            counter.left(source)
        _tell(supporter, known_as, LEFT_ALL if mail_list is None else LEFT_LIST, mail_list)
    return True


def leave_some(
    *,
    supporter: Supporter,
    lists: Sequence[List] = (),
    paused_until: date | None = None,
    known_as: UUID,
    source: str = "",
    actor: Actor,
) -> None:
    """Leave these lists, whether they were on them or not, and get no news before a day; what is not said
    stays as it is. Idempotent; one letter tells of all."""
    if is_locked():
        for one in lists:
            leave_later(supporter=supporter, mail_list=one, known_as=known_as)
        if paused_until is not None:
            note_for_unlock(PAUSE, known_as, until=paused_until)
        return
    with transaction.atomic():
        left = [
            one for one in lists if unsubscribe(supporter=supporter, list=one, known_as=known_as, actor=actor)
        ]
        if left:
            for counter in registries.leaving_counters.values():
                counter.left(source)
        is_paused = paused_until is not None and _pause(supporter, paused_until, actor)
        if left:
            only = left[0] if len(left) == 1 and not is_paused else None
            _tell(supporter, known_as, LEFT_LIST if only is not None else LEFT_SOME, only)
        elif is_paused:
            _tell(supporter, known_as, PAUSED)


def leave_later(*, supporter: Supporter, mail_list: List | None, known_as: UUID) -> bool:
    """Leave while the vault is locked: they stand on the list no longer, and the no, whose fingerprint is
    made of the address, is kept once it is open, before any mail goes. Whether there was a standing."""
    with transaction.atomic():
        standing = supporter.subscriptions.exclude(state=SubscriptionState.UNSUBSCRIBED)
        if mail_list is not None:
            standing = standing.filter(list=mail_list)
        left = standing.update(state=SubscriptionState.UNSUBSCRIBED, since=utc_today())
        note_for_unlock(LEAVE, known_as, extra=mail_list.public_id if mail_list is not None else None)
    return left > 0


def leave_now(ref: UUID, list_id: UUID | None, until: date | None) -> None:
    """What ``leave_later()`` could not do: the noes, the consents taken back, the letter that says so."""
    mail_list = List.objects.filter(public_id=list_id).first() if list_id is not None else None
    supporter = supporter_named(ref)
    if supporter is None or (list_id is not None and mail_list is None):
        return
    unsubscribe(supporter=supporter, list=mail_list, known_as=ref, actor=Actor.the_person())
    _tell(supporter, ref, LEFT_ALL if mail_list is None else LEFT_LIST, mail_list)


def pause_now(ref: UUID, list_id: UUID | None, until: date | None) -> None:
    """The pause that was asked for while the vault was locked, if it is not over."""
    supporter = supporter_named(ref)
    if supporter is not None and until is not None and until > utc_today():
        _pause(supporter, until, Actor.the_person())
        _tell(supporter, ref, PAUSED)


def tell_why(*, known_as: UUID, list_id: UUID | None, why: WhyLeft, source: str = "") -> bool:
    """Count why somebody left, in total and for where the link came from; nothing is kept of whom.

    Once a day from one link; False beyond.
    """
    of = f"{known_as} {list_id}"
    with transaction.atomic():
        if not limits.take("supporters.why_left", of, at_most=1, per=DAY):
            return False
        month = WhyLeftCount.objects.filter(month=utc_today().replace(day=1), why=why)
        if not month.update(number=F("number") + 1):
            row = WhyLeftCount(month=utc_today().replace(day=1), why=why)
            WhyLeftCount.objects.bulk_create([row], ignore_conflicts=True)
            month.update(number=F("number") + 1)
        for counter in registries.leaving_counters.values():
            counter.told_why(source, why)
    return True


def _pause(supporter: Supporter, until: date, actor: Actor) -> bool:
    """Whether there is an address whose news can be kept back."""
    # Whoever erases them at this moment waits, and lifts what is written here; or was first.
    held = Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
    try:
        addresses = held.unseal().addresses if held is not None else []
    except SealedError:
        return False
    for address in addresses:
        pause_news(address=address, until=until)
    note_activity(supporter=supporter, actor=actor)
    return bool(addresses)


def _tell(supporter: Supporter, known_as: UUID, kind: str, mail_list: List | None = None) -> None:
    # Of two who are one for the moment the other must not read who has left.
    if known_as == supporter.public_id:
        list_id = mail_list.public_id if mail_list is not None else None
        post_letter(kind=kind, language=supporter.language, ref=supporter, list_id=list_id)
