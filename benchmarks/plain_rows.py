"""The peer of the supporter file, in its Django: ``python -m benchmarks.plain_rows DEED [N]``.

``fill N`` makes as many rows in clear; ``list`` and ``find`` print how often in a second stock Wagtail's
IndexView is answered: its first page, and a search for one whole address.
"""

import random
import sys
from datetime import date, timedelta
from itertools import batched

import django

BATCH = 5_000


def fill(size: int) -> None:
    """Grow to as many rows."""
    from benchmarks.peer.models import PlainPerson  # noqa: PLC0415 (after django.setup)
    from benchmarks.people import DAYS, STATES, address_of, analyze  # noqa: PLC0415
    from privacy.inserts import insert_values  # noqa: PLC0415

    chance = random.Random(1)
    for numbers in batched(range(PlainPerson.objects.count(), size), BATCH):
        insert_values(
            PlainPerson,
            ("given_name", "family_name", "email", "region", "language", "joined"),
            [
                (
                    "María",
                    "Ejemplo",
                    address_of(number),
                    chance.choice(list(STATES)),
                    "en",
                    date(2026, 1, 1) - timedelta(days=chance.randrange(DAYS)),
                )
                for number in numbers
            ],
        )
    analyze()


def measure(deed: str) -> float:
    from django.urls import reverse  # noqa: PLC0415

    from benchmarks.peer.models import PlainPerson  # noqa: PLC0415
    from benchmarks.supporter_rows import answered, client, rate  # noqa: PLC0415

    staff, url = client(), reverse("plain_person:index")
    if deed == "find":
        url = f"{url}?q={PlainPerson.objects.count() // 2}%40example.org"
    return rate(lambda: answered(staff.get(url), 200))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(measure(sys.argv[1]))
