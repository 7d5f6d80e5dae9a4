"""Handing a petition over, or what one campus signed: planned, packed, handed over, answered."""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q, QuerySet

from campaigns.models import Target
from petitions.enums import DeliveryState, DeliveryWay, PackState
from petitions.exceptions import (
    AlreadyGathered,
    DeliveryOver,
    DeliveryPlanned,
    GetsACampus,
    NoTargetOfItsOwn,
    NotToBeDelivered,
    PackNotMade,
    PackUnderWay,
    TooFewSigners,
)
from petitions.models import Delivery, Petition, Place
from petitions.selectors import held_by, is_too_small, own_target_of, targets_of_campuses, totals_at
from petitions.services.updates import refuse_insecure
from petitions.tasks import make_pack
from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.days import utc_today
from privacy.ledger import log_access
from privacy.localized import LocalizedText
from privacy.models import SealedFile
from privacy.wakeups import wake


def plan_delivery(
    *,
    petition: Petition,
    targets: Collection[Target],
    day: date,
    way: str = "",
    venue: str = "",
    note: str = "",
    letter: LocalizedText | None = None,
    actor: Actor,
) -> Delivery:
    """Put a delivery on the petition's list: it will hold every signature that no other holds.

    Raises DeliveryPlanned while another one is not handed over yet, NotToBeDelivered, GetsACampus.
    """
    if not petition.is_delivered:
        raise NotToBeDelivered
    _refuse_who_gets_a_campus(petition, targets)
    delivery = Delivery(
        petition=petition, day=day, way=way, venue=venue, note=note, letter=letter or LocalizedText()
    )
    return _put_on_list(delivery, targets)


def plan_place_delivery(
    *,
    place: Place,
    day: date,
    way: str = "",
    venue: str = "",
    note: str = "",
    letter: LocalizedText | None = None,
    actor: Actor,
) -> Delivery:
    """The same for one campus: what was signed there, to its own target, apart from the whole petition's.

    Never to those whom the petition addresses: they get the whole, and the difference would be the others.
    Raises NoTargetOfItsOwn, TooFewSigners below ten, DeliveryPlanned, NotToBeDelivered.
    """
    if not place.petition.is_delivered:
        raise NotToBeDelivered
    target = own_target_of(place)
    if target is None:
        raise NoTargetOfItsOwn
    delivery = Delivery(
        petition=place.petition,
        place=place,
        day=day,
        way=way,
        venue=venue,
        note=note,
        letter=letter or LocalizedText(),
    )
    if is_too_small(delivery, totals_at([place.pk])[place.pk]):
        raise TooFewSigners
    return _put_on_list(delivery, [target])


def _refuse_who_gets_a_campus(petition: Petition, targets: Collection[Target]) -> None:
    """Whoever has both packs could subtract one from the other."""
    if targets_of_campuses(petition).filter(pk__in=[target.pk for target in targets]).exists():
        raise GetsACampus


def _put_on_list(delivery: Delivery, targets: Collection[Target]) -> Delivery:
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
            delivery.targets.set(targets)
    except IntegrityError:
        raise DeliveryPlanned from None
    return delivery


def change_delivery(
    *,
    delivery: Delivery,
    targets: Collection[Target],
    day: date,
    way: str,
    venue: str,
    note: str,
    letter: LocalizedText,
    actor: Actor,
) -> None:
    """Plan it otherwise; one of a campus stays addressed to that campus's target.

    Raises DeliveryOver once it was handed over, GetsACampus.
    """
    if delivery.place_id is None:
        _refuse_who_gets_a_campus(delivery.petition, targets)
    values = {"day": day, "way": way, "venue": venue, "note": note, "letter": letter}
    with transaction.atomic():
        if not _planned(delivery).update(**values, changed=utc_today()):
            raise DeliveryOver
        if delivery.place_id is None:
            delivery.targets.set(targets)
    delivery.refresh_from_db()


def ask_for_pack(*, delivery: Delivery, language: str, with_names: bool, actor: Actor) -> None:
    """Have the pack made, or made anew, by a task; ``with_names``: of those who ticked it, nobody else.

    No names of one campus: nobody was told that they go to its own target. A plan of one campus is
    addressed to the target that it has now. Whoever asks for names has the right to export them; the view
    looks. Raises PackUnderWay, and NoTargetOfItsOwn.
    """
    target = _target_now(delivery)
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=delivery.pk).exclude(
            pack_state__in=(PackState.ASKED, PackState.MAKING)
        )
        asked = rows.update(
            pack_state=PackState.ASKED,
            pack_language=language,
            pack_with_names=with_names and delivery.place_id is None,
            pack_done=0,
            pack_todo=0,
            changed=utc_today(),
        )
        if not asked:
            raise PackUnderWay
        if target is not None:
            delivery.targets.set([target])
        wake(make_pack, delivery.pk)
    delivery.refresh_from_db()


def _target_now(delivery: Delivery) -> Target | None:
    """To whom a plan of one campus goes; None for any other delivery. Raises NoTargetOfItsOwn."""
    if delivery.place is None or not delivery.is_planned:
        return None
    target = own_target_of(delivery.place)
    if target is None:
        raise NoTargetOfItsOwn
    return target


def open_pack(*, delivery: Delivery, actor: Actor) -> SealedFile:
    """The pack's file for a member of staff who takes it along; noted in the access log before.

    Raises PackNotMade where there is none, or its 24 hours are over; ValueError for any other actor.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff takes a pack along.")
    file = delivery.pack_file
    if file is None or not delivery.has_pack:
        raise PackNotMade
    kinds = {"comment": delivery.comments, "given_name": delivery.names, "family_name": delivery.names}
    log_access(
        user=actor.user,
        deed=AccessDeed.DOWNLOADED,
        kinds=[kind for kind, number in kinds.items() if number] or [file.kind],
        count=(delivery.names or 0) + (delivery.comments or 0),
        reason=AccessReason.DELIVER,
    )
    return file


def hand_over(*, delivery: Delivery, day: date, way: DeliveryWay, venue: str, actor: Actor) -> None:
    """Record when, how and where it was handed over: from now on it holds what its pack holds, for good.

    Moves the petition's day of delivery on, which starts the end of signers' data; that of a campus does
    not. Raises DeliveryOver when a colleague was first, PackNotMade before its pack was made, TooFewSigners
    where so many of a campus took their names off since that fewer than ten are left, NoTargetOfItsOwn where
    the campus addresses somebody else by now.
    """
    target = _target_now(delivery)
    if target is not None and not delivery.targets.filter(pk=target.pk).exists():
        raise NoTargetOfItsOwn
    made = Q(pack_state=PackState.READY, signatures__isnull=False)
    with transaction.atomic():
        rows = _planned(delivery)
        values = {"state": DeliveryState.HANDED_OVER, "day": day, "way": way, "venue": venue}
        if not rows.filter(made).update(**values, changed=utc_today()):
            raise PackNotMade if rows.exists() else DeliveryOver
        if delivery.place_id is None:
            earlier = Q(delivered_on__isnull=True) | Q(delivered_on__lt=day)
            Petition.objects.filter(earlier, pk=delivery.petition_id).update(
                delivered_on=day, changed=utc_today()
            )
        elif is_too_small(delivery, held_by(delivery).count()):
            raise TooFewSigners
    delivery.refresh_from_db()


def record_reply(
    *, delivery: Delivery, reply: LocalizedText, url: str, day: date | None, actor: Actor
) -> None:
    """Keep what those addressed answered, and where it can be read (an https address, or "").

    Raises PackNotMade for what was not handed over, ValueError for another sort of link.
    """
    refuse_insecure(url)
    rows = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.HANDED_OVER)
    if not rows.update(reply=reply, reply_url=url, replied_on=day, changed=utc_today()):
        raise PackNotMade
    delivery.refresh_from_db()


def discard_delivery(*, delivery: Delivery, actor: Actor) -> None:
    """Take a planned delivery off the list. Raises DeliveryOver, and AlreadyGathered after its pack."""
    untouched = _planned(delivery).filter(pack_state__in=(PackState.NONE, PackState.FEW))
    try:
        gone = untouched.delete()[0]
    except ProtectedError:
        # There were ten once.
        raise AlreadyGathered from None
    if not gone:
        raise AlreadyGathered if _planned(delivery).exists() else DeliveryOver


def _planned(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PLANNED)
