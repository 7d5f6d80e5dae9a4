"""One side of ``delivery_csv``, inside its own Django: ``python -m benchmarks.delivery_rows SIDE DEED [N]``.

``fill N`` makes as many signers, each of whom wants the name handed over; ``csv`` writes their table and
``pack`` the whole pack with its PDFs. These print the number of names, the seconds, the peak of memory in MB.
"""

import csv
import io
import itertools
import resource
import sys
import time
from collections.abc import Callable
from typing import IO, Any, cast

import django

BATCH = 5_000
NAME = "delivery"


def petition() -> Any:
    """The petition that is handed over, with its planned delivery; made where there is none."""
    from django.utils import timezone  # noqa: PLC0415 (after django.setup)

    from campaigns.services import start_campaign  # noqa: PLC0415
    from petitions.models import Delivery, Petition  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415

    if (found := Petition.objects.filter(name=NAME).first()) is not None:
        return found
    campaign = start_campaign(
        title=LocalizedText(en="Delivery"), slug=NAME, first_language="en", actor=Actor.system()
    )
    made = Petition.objects.create(campaign=campaign, name=NAME)
    Delivery.objects.create(
        petition=made, day=timezone.now().date(), pack_language="en", pack_with_names=True
    )
    return made


def fill_ours(size: int) -> None:
    """Sealed supporters, counted signatures, and one planned delivery."""
    from benchmarks import people  # noqa: PLC0415
    from benchmarks.sql_rows import insert_for_newer  # noqa: PLC0415
    from petitions.models import Signature  # noqa: PLC0415

    signed = petition()
    people.fill(size)
    insert_for_newer(
        Signature,
        after=people.last_of(Signature.objects.filter(petition=signed)),
        values={
            "petition_id": signed.pk,
            "state": "confirmed",
            "language": "en",
            "country": "US",
            "region": "CA",
            "name_to_target": True,
        },
        expressions={"supporter_id": "p.id"},
    )
    people.analyze()


def gather_ours() -> None:
    """Have the delivery hold what was filled in, as the job does."""
    from petitions.jobs.packs import make_pack  # noqa: PLC0415
    from petitions.models import Delivery  # noqa: PLC0415

    Delivery.objects.update(pack_state="asked", pack_with_names=False)
    make_pack(Delivery.objects.get().pk)
    Delivery.objects.update(pack_with_names=True)


def csv_ours() -> int:
    """The table of names, decrypted and written into a sealed file."""
    from petitions.models import Delivery  # noqa: PLC0415
    from petitions.selectors import names_in  # noqa: PLC0415
    from privacy.csv_export import write_csv  # noqa: PLC0415
    from privacy.files import destroy_files, write_file  # noqa: PLC0415

    numbers = itertools.count()
    with write_file(kind="bench", name="names.csv", content_type="text/csv") as out:
        parts = names_in(Delivery.objects.get())
        # The count goes along, and nothing of it into the table.
        rows = ([name] for part in parts for name, _number in zip(part, numbers, strict=False))
        write_csv(cast("IO[bytes]", out), heading=["Name"], rows=rows)
    destroy_files([out.file.pk])
    return next(numbers)


def pack_ours() -> int:
    """The whole pack: letter, tables and volumes of names, in a sealed ZIP."""
    from petitions.jobs.packs import make_pack  # noqa: PLC0415
    from petitions.models import Delivery  # noqa: PLC0415

    Delivery.objects.update(pack_state="asked")
    make_pack(Delivery.objects.get().pk)
    return Delivery.objects.get().names or 0


def fill_plain(size: int) -> None:
    """The same names in a plain column."""
    from benchmarks.peer.models import BareRow  # noqa: PLC0415
    from privacy.inserts import insert_values  # noqa: PLC0415

    for numbers in itertools.batched(range(BareRow.objects.count(), size), BATCH):
        insert_values(BareRow, ("address",), [(f"María {number} Ejemplo",) for number in numbers])


def csv_peer() -> int:
    """Wagtail's own export of a listing, as its reports and form submissions use it."""
    from wagtail.admin.views.mixins import SpreadsheetExportMixin  # noqa: PLC0415

    from benchmarks.peer.models import BareRow  # noqa: PLC0415

    view = SpreadsheetExportMixin()
    view.list_export = ["address"]
    return sum(1 for _line in view.stream_csv(BareRow.objects.order_by("pk"))) - 1


def csv_limit() -> int:
    """csv.writer over .iterator(): nothing is sealed, nothing neutralised, nothing kept."""
    from benchmarks.peer.models import BareRow  # noqa: PLC0415

    written, out = 0, io.StringIO()
    writer = csv.writer(out)
    for row in BareRow.objects.order_by("pk").iterator():
        writer.writerow([row.address])
        written += 1
        if out.tell() > 256 * 1024:
            out.seek(0)
            out.truncate()
    return written


DEEDS: dict[tuple[str, str], Callable[[], int]] = {
    ("ours", "csv"): csv_ours,
    ("ours", "pack"): pack_ours,
    ("peer", "csv"): csv_peer,
    ("limit", "csv"): csv_limit,
}


def main(side: str, deed: str, size: int) -> None:
    if deed == "fill":
        if side == "ours":
            fill_ours(size)
            gather_ours()
        else:
            fill_plain(size)
        return
    start = time.perf_counter()
    names = DEEDS[side, deed]()
    seconds = time.perf_counter() - start
    print(names, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
