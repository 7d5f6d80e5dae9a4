"""A distributed pledge of 300 campuses, inside our own Django: ``python -m benchmarks.campuses DEED [N]``.

``fill N`` grows it to N counted signatures at random campuses over 200 days, with totals as if they had been
folded; ``campus`` prints the path of one campus's page, ``staff`` that of the pledge at a glance, and a
session's cookie.
"""

import random
import secrets
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import batched
from typing import Any

import django

BATCH = 5_000
CAMPUSES = 300
DAYS = 200
SOURCES = ("", "", "flyer", "mail-after", "share-link", "share-sms", *(f"table-{n}" for n in range(20)))
LANGUAGES = ("en", "en", "en", "es")


def pledge() -> Any:
    """The demo's pledge, with a place at every university of the demo's list."""
    from django.core.management import call_command  # noqa: PLC0415 (after django.setup)

    from campaigns.models import Institution  # noqa: PLC0415
    from pages.models import PetitionPage  # noqa: PLC0415
    from petitions.services import open_places  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415

    if not PetitionPage.objects.exists():
        call_command("demo", verbosity=0, stdout=sys.stderr)
    page = PetitionPage.objects.live().filter(petition__is_pledge=True, locale__language_code="en").get()
    missing = CAMPUSES - page.petition.places.count()
    if missing > 0:
        known = page.petition.places.values("institution")
        others = list(Institution.objects.exclude(pk__in=known).order_by("pk")[:missing])
        open_places(petition=page.petition, institutions=others, actor=Actor.system())
    return page


def fill(size: int) -> None:
    """Insert what is missing, then write all totals anew."""
    from benchmarks.people import analyze  # noqa: PLC0415
    from petitions.models import Signature  # noqa: PLC0415
    from privacy.days import utc_today  # noqa: PLC0415
    from privacy.inserts import insert_values  # noqa: PLC0415

    petition = pledge().petition
    places = list(petition.places.values_list("pk", flat=True))
    today, chance = utc_today(), random.Random(1)
    have = Signature.objects.counted().filter(petition=petition).count()
    for numbers in batched(range(have, size), BATCH):
        insert_values(
            Signature,
            ("petition_id", "state", "language", "source", "place_id", "created", "mark"),
            [
                (
                    petition.pk,
                    "confirmed",
                    chance.choice(LANGUAGES),
                    chance.choice(SOURCES),
                    chance.choice(places),
                    today - timedelta(days=chance.randrange(DAYS)),
                    secrets.token_bytes(32),
                )
                for _number in numbers
            ],
        )
    write_totals(petition)
    analyze()


def write_totals(petition: Any) -> None:
    """What the folding job would have written, at once."""
    from petitions.models import PartTotal, PlaceTotal, Signature, Total, TotalDelta  # noqa: PLC0415

    TotalDelta.objects.filter(petition=petition).delete()
    PlaceTotal.objects.filter(place__petition=petition).delete()
    for model in (Total, PartTotal):
        model.objects.filter(petition=petition).delete()
    rows = Signature.objects.counted().filter(petition=petition).order_by()
    days: Counter[Any] = Counter()
    at: Counter[Any] = Counter()
    parts: Counter[Any] = Counter()
    read = rows.values_list("created", "place", "language", "source")
    for day, place, language, source in read.iterator(chunk_size=BATCH):
        days[day] += 1
        parts["language", language] += 1
        if source:
            parts["source", source] += 1
        if place is not None:
            at[place, day] += 1
            parts["place", str(place)] += 1
    _write(Total(petition=petition, state="confirmed", day=day, amount=n) for day, n in days.items())
    _write(PlaceTotal(place_id=place, day=day, amount=n) for (place, day), n in at.items())
    _write(
        PartTotal(petition=petition, part=part, value=value, amount=n) for (part, value), n in parts.items()
    )


def _write(rows: Iterable[Any]) -> None:
    made = list(rows)
    type(made[0]).objects.bulk_create(made, batch_size=BATCH)


def campus_path() -> str:
    """The page of the first campus."""
    from petitions.addresses import place_path  # noqa: PLC0415

    page = pledge()
    return place_path(page.get_url_parts()[2], page.petition.places.order_by("pk").first().slug)


def staff_path() -> str:
    """The pledge at a glance, and the cookie of somebody who may see it."""
    from django.urls import reverse  # noqa: PLC0415

    from benchmarks.staff import cookie  # noqa: PLC0415

    return f"{reverse('petition:overview', args=[pledge().petition.public_id])} {cookie()}"


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print({"campus": campus_path, "staff": staff_path}[sys.argv[1]]())
