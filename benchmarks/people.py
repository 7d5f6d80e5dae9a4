"""The supporter file that several subjects share, inside our own Django: ``fill(size)`` grows it.

Each person is sealed under a key of their own and has the index of an address, as if admitted; what a subject
wants besides (standings, tags, signatures) it adds for those who have none of it yet (``sql_rows``).
"""

import random
from datetime import timedelta
from itertools import batched
from typing import Any, Final

BATCH = 5_000
# Truly sealed where only a page is opened.
SEALED = 100_000
# Where somebody lives, and a postal code there.
STATES: Final = {"CA": "94110", "NY": "10001", "TX": "73301", "WA": "98101", "IL": "60601"}
DAYS = 700
PERSON = ("public_id", "subject_id", "sealed", "sealed_version", "language", "country", "region", "joined")


def address_of(number: int) -> str:
    """The address of the person of that number, counted from 0."""
    return f"{number}@example.org"


def fill(size: int, *, all_open: bool = True) -> None:
    """Grow to as many supporters.

    For what opens only a page of them (``all_open=False``) those past the first 100,000 are copies of others
    with ids of their own: as large, as varied, found by other indexes, and nobody can open them. They came in
    before everybody else, so that no first page shows them.
    """
    _seal(size if all_open else min(size, SEALED))
    while (missing := size - _count()) > 0:
        _copy(missing)


def _count() -> int:
    from supporters.models import Supporter  # noqa: PLC0415

    return Supporter.objects.count()


def _copy(most: int) -> None:
    """Each once more, at most as many."""
    from django.db import connection  # noqa: PLC0415

    from benchmarks.sql_rows import BYTES, UUID, insert_for_newer  # noqa: PLC0415
    from privacy.canonical import RULES_VERSION  # noqa: PLC0415
    from privacy.keyring import keyring  # noqa: PLC0415
    from supporters.models import SubjectIndex, Supporter  # noqa: PLC0415

    vendor = connection.vendor
    earlier = {"postgresql": f"p.joined - {DAYS}", "sqlite": f"date(p.joined, '-{DAYS} days')"}[vendor]
    others = {"public_id": UUID[vendor], "subject_id": UUID[vendor], "joined": earlier}
    last = last_of(SubjectIndex.objects)
    first = Supporter.objects.order_by("pk").values_list("pk", flat=True)[0]
    insert_for_newer(
        Supporter,
        after=first - 1,
        values={},
        expressions={field.attname: f"p.{field.column}" for field in Supporter._meta.concrete_fields}
        | others,
        where=f"p.id <= {last}",
        most=most,
    )
    insert_for_newer(
        SubjectIndex,
        after=last,
        values={"kind": "email", "idx_version": keyring().idx.newest, "rules_version": RULES_VERSION},
        expressions={"supporter_id": "p.id", "index": BYTES[vendor]},
    )


def _seal(size: int) -> None:
    from django.db import transaction  # noqa: PLC0415 (after django.setup)

    from privacy.canonical import RULES_VERSION  # noqa: PLC0415
    from privacy.indexes import Domain, IndexKind, blind_index  # noqa: PLC0415
    from privacy.inserts import insert_values  # noqa: PLC0415
    from privacy.keyring import keyring  # noqa: PLC0415
    from supporters.models import SubjectIndex, Supporter  # noqa: PLC0415

    have = _count()
    chance = random.Random(have)
    # These addresses are canonical as they are.
    names = ("supporter_id", "kind", "index", "idx_version", "rules_version")
    kind, version = IndexKind.EMAIL.value, keyring().idx.newest
    for numbers in batched(range(have, size), BATCH):
        people = [_person(number, chance) for number in numbers]
        with transaction.atomic():
            keys = insert_values(Supporter, PERSON, people)
            insert_values(
                SubjectIndex,
                names,
                [
                    (
                        key,
                        kind,
                        blind_index(Domain.SUPPORTER, IndexKind.EMAIL, address_of(number)),
                        version,
                        RULES_VERSION,
                    )
                    for key, number in zip(keys, numbers, strict=True)
                ],
            )


def _person(number: int, chance: random.Random) -> tuple[Any, ...]:
    """Values of the fields ``PERSON``, truly sealed."""
    from privacy.days import utc_today  # noqa: PLC0415
    from privacy.sealing import seal_values  # noqa: PLC0415
    from supporters.models import Supporter, SupporterDetails  # noqa: PLC0415

    region = chance.choice(list(STATES))
    details = SupporterDetails(
        given_name=f"María {number}",
        family_name="Ejemplo",
        email=address_of(number),
        postal_code=STATES[region],
    )
    joined = utc_today() - timedelta(days=chance.randrange(DAYS))
    return (*seal_values(Supporter, details), "en", "US", region, joined)


def last_of(rows: Any) -> int:
    """The newest supporter of whom there is such a row; 0 for none."""
    from django.db.models import Max  # noqa: PLC0415

    return int(rows.aggregate(last=Max("supporter"))["last"] or 0)


def analyze() -> None:
    """What a database does by itself after a while: looks at its tables, and tidies them."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
