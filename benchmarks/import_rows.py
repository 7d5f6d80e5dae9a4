"""One side of ``import_csv``, inside its own Django: ``python -m benchmarks.import_rows SIDE N``.

Prints rows a second of the import itself, the peak of memory in MB, and for ours how long each stage took.
"""

import copy
import csv
import io
import resource
import sys
import time
from collections.abc import Iterator
from itertools import batched
from typing import Any

import django

HEADING = ["email", "first name", "last name", "zip", "status"]


def people(size: int, run: str) -> Iterator[list[str]]:
    """The same people each time, of another domain for each run."""
    for number in range(size):
        yield [
            f"person{number}@{run}.example.org",
            "María",
            f"Ejemplo {number}",
            f"{10001 + number % 80_000:05}",
            "subscribed",
        ]


def portions(size: int, run: str) -> Iterator[bytes]:
    """The file, some thousand rows at a time."""
    rows = iter([HEADING]), people(size, run)
    for some in batched((row for part in rows for row in part), 5_000):
        out = io.StringIO()
        csv.writer(out).writerows(some)
        yield out.getvalue().encode()


def ours(size: int) -> tuple[float, str]:
    """Read, check and import as a worker does, turn by turn."""
    from django.contrib.auth.models import User  # noqa: PLC0415 (after django.setup)

    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.days import utc_today  # noqa: PLC0415
    from privacy.files import write_file  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415
    from supporters.enums import ImportBasis, ImportField, RowStanding  # noqa: PLC0415
    from supporters.jobs.imports import work_on  # noqa: PLC0415
    from supporters.models import List, Supporter  # noqa: PLC0415
    from supporters.services import imports as services  # noqa: PLC0415

    user, _made = User.objects.get_or_create(username="importer")
    news, before = List.objects.create(name=LocalizedText(en="Bench")), Supporter.objects.count()
    with write_file(kind="bench", name="people.csv", content_type="text/csv") as out:
        for portion in portions(size, f"run{before}"):
            out.write(portion)

    def worked() -> float:
        began = time.perf_counter()
        while work_on(work.pk):
            pass
        work.refresh_from_db()
        return time.perf_counter() - began

    actor = Actor.staff(user)
    work = services.begin_import(upload=out.file, language="en", actor=actor)
    reading = worked()
    said: dict[str, Any] = {"words": "News by mail?", "said_on": utc_today(), "language": "en"}
    mapping = {place: ImportField(one) for place, one in work.mapping}
    services.check_import(
        work=work,
        said=services.Said(
            mapping=mapping,
            others=RowStanding.UNCONFIRMED,
            mail_list=news,
            basis=ImportBasis.CONSENT,
            **said,
        ),
        actor=actor,
    )
    checking = worked()
    services.start_import(work=work, actor=actor)
    seconds = worked()
    if Supporter.objects.count() - before != size:
        raise RuntimeError("Not all were imported.")
    whole = reading + checking + seconds
    return size / whole, f"read {reading:.1f} s, checked {checking:.1f} s, imported {seconds:.1f} s"


def peer(size: int) -> tuple[float, str]:
    """As an import library does in the admin: a dry run that is rolled back, then the import itself."""
    from django.db import transaction  # noqa: PLC0415

    from benchmarks.peer.models import BarePerson  # noqa: PLC0415

    run = f"run{BarePerson.objects.count()}"
    data = b"".join(portions(size, run)).decode()
    began = time.perf_counter()
    for is_dry in (True, False):
        with transaction.atomic():
            for row in csv.DictReader(io.StringIO(data)):
                import_row(row)
            transaction.set_rollback(is_dry)
    return size / (time.perf_counter() - began), ""


def import_row(row: dict[str, str]) -> None:
    """One row in a savepoint of its own: looked up, cleaned as a model, compared, saved."""
    from django.db import transaction  # noqa: PLC0415

    from benchmarks.peer.models import BarePerson  # noqa: PLC0415

    with transaction.atomic():
        found = BarePerson.objects.filter(email=row["email"]).first() or BarePerson(email=row["email"])
        before = copy.deepcopy(found)
        found.given_name, found.family_name = row["first name"], row["last name"]
        found.postal_code, found.status = row["zip"], row["status"]
        found.full_clean(validate_unique=False)
        if any(getattr(found, one.attname) != getattr(before, one.attname) for one in found._meta.fields):
            found.save()


def limit(size: int) -> tuple[float, str]:
    """The same rows by COPY, or by one executemany where there is none."""
    from django.db import connection, transaction  # noqa: PLC0415

    from benchmarks.peer.models import BarePerson  # noqa: PLC0415

    run = f"limit{BarePerson.objects.count()}"
    data = b"".join(portions(size, run)).decode()
    table, columns = BarePerson._meta.db_table, "email, given_name, family_name, postal_code, status"
    began = time.perf_counter()
    rows = csv.reader(io.StringIO(data))
    next(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copied:
                for row in rows:
                    copied.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s, %s)", list(rows))
    return size / (time.perf_counter() - began), ""


if __name__ == "__main__":
    django.setup()
    rate, more = {"ours": ours, "peer": peer, "limit": limit}[sys.argv[1]](int(sys.argv[2]))
    print(rate, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, more)
