"""The supporter file inside our own Django: ``python -m benchmarks.people DEED [N]``.

``fill N`` grows it to N supporters, sealed and indexed as by ``admit_supporter()``, over 600 days, with a
list, a tag, and actions in one campaign; ``list`` and ``filtered`` print the path of a page of the file and
a cookie.
"""

import random
import sys
from datetime import timedelta
from typing import Any

import django

BATCH = 5_000
DAYS = 600
ADDRESS = "person-{:07d}@example.org"
GIVEN = ("Ana", "Bea", "Carlos", "Dolores", "Elena", "Fatima", "Gus", "Hana", "Ines", "Jo")
FAMILY = ("Alba", "Berg", "Cruz", "Diaz", "Espino", "Flores", "Garza", "Haddad", "Ibarra", "Juarez")


def fill(size: int) -> None:
    """Insert what is missing."""
    from django.db import connection  # noqa: PLC0415 (after django.setup)

    from supporters.models import Supporter  # noqa: PLC0415

    have = Supporter.objects.count()
    while have < size:
        _insert(range(have, min(have + BATCH, size)))
        have = min(have + BATCH, size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _insert(numbers: range) -> None:
    from campaigns.models import Action  # noqa: PLC0415
    from petitions.names import SIGNED  # noqa: PLC0415
    from privacy.canonical import RULES_VERSION, canonical_address  # noqa: PLC0415
    from privacy.days import utc_today  # noqa: PLC0415
    from privacy.indexes import Domain, IndexKind, blind_index  # noqa: PLC0415
    from privacy.keyring import keyring  # noqa: PLC0415
    from privacy.sealing import seal_new  # noqa: PLC0415
    from supporters.models import SubjectIndex, Subscription, Supporter, SupporterDetails  # noqa: PLC0415
    from supporters.regions import us_regions  # noqa: PLC0415

    chance, today, regions = random.Random(numbers.start), utc_today(), us_regions()
    mail_list, tag, campaign = _things()
    rows = []
    for number in numbers:
        row = Supporter(
            language=chance.choice(("en", "en", "en", "es")),
            country="US",
            region=chance.choice(regions),
            joined=today - timedelta(days=chance.randrange(DAYS)),
        )
        name = {"given_name": chance.choice(GIVEN), "family_name": chance.choice(FAMILY)}
        seal_new(row, SupporterDetails(email=ADDRESS.format(number), postal_code="94704", **name))
        rows.append(row)
    Supporter.objects.bulk_create(rows)
    SubjectIndex.objects.bulk_create(
        SubjectIndex(
            supporter=row,
            kind=IndexKind.EMAIL,
            index=blind_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(ADDRESS.format(number))),
            idx_version=keyring().idx.newest,
            rules_version=RULES_VERSION,
        )
        for number, row in zip(numbers, rows, strict=True)
    )
    Subscription.objects.bulk_create(
        Subscription(supporter=row, list=mail_list, state="subscribed" if row.pk % 3 else "unsubscribed")
        for row in rows
    )
    Supporter.tags.through.objects.bulk_create(
        Supporter.tags.through(supporter=row, tag=tag) for row in rows[::50]
    )
    Action.objects.bulk_create(Action(supporter=row, campaign=campaign, kind=SIGNED) for row in rows[::2])


def _things() -> tuple[Any, Any, Any]:
    """The one list, tag and campaign; made where there are none."""
    from campaigns.models import Campaign  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415
    from supporters.models import List, Tag  # noqa: PLC0415

    mail_list = List.objects.order_by("pk").first() or List.objects.create(name=LocalizedText({"en": "News"}))
    tag, _made = Tag.objects.get_or_create(name="housing")
    campaign = Campaign.objects.order_by("pk").first() or Campaign.objects.create(
        title=LocalizedText({"en": "Drop the contract"}), slug="drop", news_list=mail_list
    )
    return mail_list, tag, campaign


def path_of(deed: str) -> str:
    """A path and the cookie of somebody who may open it."""
    from django.urls import reverse  # noqa: PLC0415

    from benchmarks.staff import cookie  # noqa: PLC0415

    mail_list, _tag, campaign = _things()
    query = f"?list={mail_list.public_id}&standing=subscribed&campaign={campaign.public_id}&region=CA"
    index = reverse("supporter:index")
    paths = {"list": index, "filtered": index + query, "find": reverse("supporter:find")}
    return f"{paths[deed]} {cookie()}"


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(path_of(sys.argv[1]))
