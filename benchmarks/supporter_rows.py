"""The supporter file, in our own Django: ``python -m benchmarks.supporter_rows DEED [N]``.

``fill N`` makes as many people of ``benchmarks.people``. ``list`` and ``find`` print how often in a second
the page and the bare query are answered.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import django

from benchmarks import people

SECONDS = 2.0


def rate(deed: Callable[[], Any], seconds: float = SECONDS) -> float:
    """How often in a second, after once to warm up."""
    deed()
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        deed()
        done += 1
    return done / (time.perf_counter() - began)


def client() -> Any:
    """A member of staff."""
    from django.test import Client  # noqa: PLC0415

    from benchmarks.staff import staff_user  # noqa: PLC0415
    from tests.whole_logins import log_in_wholly  # noqa: PLC0415

    logged_in = Client(SERVER_NAME="localhost")
    log_in_wholly()
    logged_in.force_login(staff_user())
    return logged_in


def answered(response: Any, status: int) -> None:
    if response.status_code != status:
        raise SystemExit(f"expected {status}, got {response.status_code}")


def list_rates() -> tuple[float, float]:
    """The file's first page: masked rows, filters, how many there are; and the newest 50 rows alone."""
    from django.urls import reverse  # noqa: PLC0415

    from supporters.models import Supporter  # noqa: PLC0415

    staff, url = client(), reverse("supporter:index")
    return (
        rate(lambda: answered(staff.get(url), 200)),
        rate(lambda: list(Supporter.objects.order_by("-joined", "-pk")[:50])),
    )


def find_rates() -> tuple[float, float]:
    """One address, typed, looked up and logged; and its row by the blind index alone."""
    from django.urls import reverse  # noqa: PLC0415

    from privacy.canonical import canonical_address  # noqa: PLC0415
    from privacy.indexes import Domain, IndexKind, blind_index  # noqa: PLC0415
    from supporters import searching  # noqa: PLC0415
    from supporters.models import Supporter  # noqa: PLC0415

    # The hour's number is what keeps people from this.
    searching.LOOKUPS_PER_HOUR = 10**9
    staff, url, number = (
        client(),
        reverse("supporter:find"),
        min(Supporter.objects.count(), people.SEALED) // 2,
    )
    address = people.address_of(number)
    index = blind_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(address))
    rows = Supporter.objects.filter(indexes__kind=IndexKind.EMAIL, indexes__index=index)
    return rate(lambda: answered(staff.post(url, {"typed": address}), 302)), rate(lambda: list(rows.all()))


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", size]:
            people.fill(int(size), all_open=False)
            people.analyze()
        case ["list"]:
            print(*list_rates())
        case ["find"]:
            print(*find_rates())
