"""Making a delivery's pack: its signatures are gathered, then a ZIP of PDFs and CSVs is written, sealed.

One run makes it at a time: it claims the delivery by a conditional UPDATE, says with every portion that it
is still alive, and stops when another run has taken over. A run that was killed is taken over from; what it
gathered stays gathered, what it wrote is thrown away.
"""

from datetime import timedelta
from typing import IO, Any, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from petitions.enums import PackState, SignatureState
from petitions.exceptions import PackTaken, TooFewSigners
from petitions.models import Delivery, Signature
from petitions.pack import PackWriter
from petitions.selectors import CAMPUS, Numbers, held_by, is_too_small, new_to, numbers_told
from privacy.days import utc_today
from privacy.files import destroy_files, write_file
from privacy.models import SealedFile

KIND = "petitions.delivery"
# Longer than one portion takes on a slow machine.
LEASE = timedelta(minutes=2)
# Signatures looked at under one lock.
WINDOW = 5_000


def packs_to_make() -> list[int]:
    """Deliveries whose pack waits to be made, or whose maker has fallen silent."""
    silent = Q(pack_state=PackState.MAKING, pack_lease__lt=timezone.now())
    rows = Delivery.objects.filter(Q(pack_state=PackState.ASKED) | silent).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def make_waiting_packs() -> int:
    """Make what a lost wake-up or a killed worker left behind; returns how many were made."""
    return sum(make_pack(delivery_id) for delivery_id in packs_to_make())


def make_pack(delivery_id: int) -> bool:
    """Gather what is new, and write it; False if there is nothing to make, or another run makes it.

    Raises what went wrong; then staff can ask again.
    """
    run = uuid4()
    if not _claim(delivery_id, run):
        return False
    delivery = Delivery.objects.select_related("petition", *CAMPUS).get(pk=delivery_id)
    # From here on: the file that this run writes.
    delivery.pack_file = None
    try:
        if delivery.is_planned:
            _gather(delivery, run)
        _write(delivery, run)
    except PackTaken:
        return False
    except TooFewSigners:
        _end(delivery_id, run, PackState.FEW)
        return False
    except Exception:
        # Without its file, which somebody in it took away, writing fails: then it is made once more.
        over = PackState.ASKED if _has_lost_its_file(delivery) else PackState.FAILED
        if _end(delivery_id, run, over) and over == PackState.FAILED:
            raise
        return False
    return True


def _claim(delivery_id: int, run: UUID) -> bool:
    now = timezone.now()
    free = Q(pack_state=PackState.ASKED) | Q(pack_state=PackState.MAKING, pack_lease__lt=now)
    values = {"pack_state": PackState.MAKING, "pack_run": run, "pack_lease": now + LEASE, "pack_done": 0}
    return bool(Delivery.objects.filter(free, pk=delivery_id).update(**values))


def _mine(delivery_id: int, run: UUID) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery_id, pack_state=PackState.MAKING, pack_run=run)


def _end(delivery_id: int, run: UUID, state: PackState) -> int:
    return _mine(delivery_id, run).update(pack_state=state, pack_run=None, pack_lease=None)


def _has_lost_its_file(delivery: Delivery) -> bool:
    file_id = delivery.pack_file_id
    return file_id is not None and not SealedFile.objects.filter(pk=file_id).exists()


def _go_on(delivery: Delivery, run: UUID, *, done: int = 0, **more: int) -> None:
    """Say that this run is alive, and how far it is. Raises PackTaken when it is not its pack any more."""
    values = {"pack_lease": timezone.now() + LEASE, "pack_done": F("pack_done") + done, **more}
    if not _mine(delivery.pk, run).update(**values):
        raise PackTaken
    if _has_lost_its_file(delivery):
        _end(delivery.pk, run, PackState.ASKED)
        raise PackTaken


def _gather(delivery: Delivery, run: UUID) -> None:
    """Have every signature that counts by now, and that no delivery of its sort holds, name this one.

    Of one campus all or, where they would be fewer than ten, none: raises TooFewSigners. Each signature is
    given by one conditional UPDATE: what is confirmed behind our back is left for the next delivery, and
    what a killed run gave stays given. What was put aside leaves it: this pack tells another number than the
    last, and what is put back is handed over next time. Who is put aside from here on has it begun again.
    """
    with transaction.atomic():
        _go_on(delivery, run)
        aside = Signature.objects.filter(put_aside=True, **{delivery.held_as: delivery})
        aside.update(**{delivery.held_as: None}, changed=utc_today())
    fresh = new_to(delivery).aggregate(first=Min("pk"), last=Max("pk"), number=Count("pk"))
    if is_too_small(delivery, held_by(delivery).count() + fresh["number"]):
        raise TooFewSigners
    if fresh["first"] is None:
        return
    windows = range(fresh["first"], fresh["last"] + 1, WINDOW)
    _go_on(delivery, run, pack_todo=fresh["last"] - fresh["first"] + 1)
    for first in windows:
        with transaction.atomic():
            # Before the rows: it locks the delivery, so that it is not handed over in between.
            _go_on(delivery, run, done=WINDOW)
            # By the primary key, and by nothing else: SQLite would walk all of the petition's part of
            # another index for each window.
            rows = Signature.objects.alias(of=F("petition_id") + 0).filter(
                of=delivery.petition_id, pk__gte=first, pk__lt=min(first + WINDOW, fresh["last"] + 1)
            )
            if delivery.place_id is not None:
                rows = rows.filter(place=delivery.place_id)
            fits = {"state": SignatureState.CONFIRMED, "is_test": False, f"{delivery.held_as}__isnull": True}
            rows.filter(**fits).update(**{delivery.held_as: delivery}, changed=utc_today())


def _write(delivery: Delivery, run: UUID) -> None:
    held = held_by(delivery)
    numbers = numbers_told(delivery)
    if is_too_small(delivery, numbers.signatures if delivery.is_planned else held.count()):
        # Some were taken back since.
        raise TooFewSigners
    names = held.filter(name_to_target=True).count() if delivery.pack_with_names else 0
    _go_on(delivery, run, pack_done=0, pack_todo=max(1, 2 * names))
    writer = PackWriter(delivery, numbers, progress=lambda done: _go_on(delivery, run, done=done))
    _destroy_last(delivery.pk, run)
    with write_file(
        kind=KIND,
        name=writer.name,
        content_type="application/zip",
        place=lambda file: _put_in_place(delivery, run, file),
    ) as out:
        try:
            writer.write(cast("IO[bytes]", out))
            _go_on(delivery, run)
        except Exception:
            if not _has_lost_its_file(delivery):
                # It is destroyed on the way out, which is not to be taken for that.
                delivery.pack_file = None
            raise
    made = _mine(delivery.pk, run).update(
        pack_state=PackState.READY,
        pack_run=None,
        pack_lease=None,
        # What was handed over stays what it was.
        **(_of_plan(numbers) if delivery.is_planned else {}),
        names=writer.names,
        comments=writer.comments,
        changed=utc_today(),
    )
    if not made:
        destroy_files([out.file.pk])
        raise PackTaken


def _of_plan(numbers: Numbers) -> dict[str, Any]:
    return {"signatures": numbers.signatures, "groups": numbers.packed()}


def _destroy_last(delivery_id: int, run: UUID) -> None:
    """The last pack, or what a killed run left half written; never what another run writes by now."""
    last = _mine(delivery_id, run).values_list("pack_file", flat=True).first()
    if last is not None:
        destroy_files([last])


def _put_in_place(delivery: Delivery, run: UUID, file: SealedFile) -> None:
    """Make this the delivery's file."""
    if not _mine(delivery.pk, run).update(pack_file=file):
        raise PackTaken
    delivery.pack_file = file
