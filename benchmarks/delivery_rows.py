"""One side of ``delivery_csv``, inside its own Django: ``python -m benchmarks.delivery_rows SIDE DEED [N]``.

``fill N`` makes as many signers, each of whom wants the name handed over; ``csv`` writes their table and
``pack`` the whole pack with its PDFs. These print the number of names, the seconds, the peak of memory in MB.
"""

import csv
import io
import itertools
import resource
import secrets
import sys
import time
from collections.abc import Callable
from typing import IO, cast

import django

BATCH = 5_000


def fill_ours(size: int) -> None:
    """Sealed supporters, counted signatures, and one planned delivery."""
    from django.utils import timezone  # noqa: PLC0415 (after django.setup)

    from campaigns.services import start_campaign  # noqa: PLC0415
    from petitions.models import Delivery, Petition, Signature  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415
    from privacy.sealing import seal_new  # noqa: PLC0415
    from supporters.models import Supporter, SupporterDetails  # noqa: PLC0415

    petition = Petition.objects.first()
    if petition is None:
        campaign = start_campaign(
            title=LocalizedText(en="Bench"), slug="bench", first_language="en", actor=Actor.system()
        )
        petition = Petition.objects.create(campaign=campaign, name="bench")
        Delivery.objects.create(
            petition=petition, day=timezone.now().date(), pack_language="en", pack_with_names=True
        )
    have = Signature.objects.count()
    while have < size:
        people = []
        for number in range(have, min(have + BATCH, size)):
            person = Supporter(language="en", country="US", region="CA")
            seal_new(
                person,
                SupporterDetails(
                    given_name=f"María {number}", family_name="Ejemplo", email=f"{number}@example.org"
                ),
            )
            people.append(person)
        Supporter.objects.bulk_create(people)
        Signature.objects.bulk_create(
            Signature(
                petition=petition,
                state="confirmed",
                supporter=person,
                language="en",
                country="US",
                region="CA",
                mark=secrets.token_bytes(32),
                name_to_target=True,
            )
            for person in people
        )
        have += len(people)


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

    have = BareRow.objects.count()
    while have < size:
        batch = [
            BareRow(address=f"María {number} Ejemplo") for number in range(have, min(have + BATCH, size))
        ]
        BareRow.objects.bulk_create(batch)
        have += len(batch)


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
