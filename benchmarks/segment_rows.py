"""The rows of ``segment_count``, inside our own Django: ``python -m benchmarks.segment_rows DEED [N]``.

``fill N`` gives as many people of ``benchmarks.people`` a list, a tag, two petitions and actions.
``measure`` prints how often in a second each side answers the same question: ours, peer and limit. ``read``
prints how many postal codes a second a segment opens.
"""

import sys
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import django

DAYS = 60
NAMES = ("first", "second")
FITS = """
    SELECT count(*) FROM countersign_supporters_supporter p
    WHERE p.region = 'CA'
    AND EXISTS (SELECT 1 FROM countersign_petitions_signature s
                WHERE s.supporter_id = p.id AND s.petition_id IN ({first}, {second})
                AND s.state = 'confirmed' AND NOT s.is_test)
    AND NOT (EXISTS (SELECT 1 FROM countersign_supporters_subscription u
                     WHERE u.supporter_id = p.id AND u.list_id = {news} AND u.state = 'unsubscribed')
             OR (EXISTS (SELECT 1 FROM countersign_supporters_supporter_tags t
                         WHERE t.supporter_id = p.id AND t.tag_id = {tag})
                 AND EXISTS (SELECT 1 FROM countersign_campaigns_action a
                             WHERE a.supporter_id = p.id AND a.created > '{since}')))
"""


def things() -> tuple[Any, Any, Any]:
    """Two petitions, a list and a tag."""
    from campaigns.services import start_campaign  # noqa: PLC0415 (after django.setup)
    from petitions.models import Petition  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415
    from supporters.models import Tag  # noqa: PLC0415

    ours = Petition.objects.filter(name__in=NAMES).order_by("pk")
    if not ours.exists():
        campaign = start_campaign(
            title=LocalizedText(en="Bench"), slug="bench", first_language="en", actor=Actor.system()
        )
        for name in NAMES:
            Petition.objects.create(campaign=campaign, name=name)
    tag, _made = Tag.objects.get_or_create(name="housing")
    petitions = list(ours)
    return petitions, petitions[0].campaign.news_list, tag


def fill(size: int) -> None:
    """Grow to as many supporters, and give those who are new their deeds, standings and tags."""
    from benchmarks import people  # noqa: PLC0415
    from benchmarks.sql_rows import day, insert_for_newer  # noqa: PLC0415
    from campaigns.models import Action  # noqa: PLC0415
    from petitions.models import Signature  # noqa: PLC0415
    from supporters.models import Subscription, Supporter  # noqa: PLC0415

    petitions, news, tag = things()
    first, second = (one.pk for one in petitions)
    people.fill(size, all_open=False)
    # Everybody has an action.
    after = people.last_of(Action.objects)
    insert_for_newer(
        Signature,
        after=after,
        values={"state": "confirmed", "language": "en"},
        expressions={
            "supporter_id": "p.id",
            "petition_id": f"CASE WHEN p.id %% 3 = 0 THEN {first} ELSE {second} END",
        },
        where="p.id %% 2 = 0",
    )
    insert_for_newer(
        Subscription,
        after=after,
        values={"list_id": news.pk},
        expressions={
            "supporter_id": "p.id",
            "state": "CASE WHEN p.id %% 5 < 2 THEN 'subscribed' ELSE 'unsubscribed' END",
        },
        where="p.id %% 7 < 4",
    )
    insert_for_newer(
        Supporter.tags.through,
        after=after,
        values={"tag_id": tag.pk},
        expressions={"supporter_id": "p.id"},
        where="p.id %% 11 < 3",
    )
    insert_for_newer(
        Action,
        after=after,
        values={"campaign_id": petitions[0].campaign_id, "kind": "petition"},
        expressions={"supporter_id": "p.id", "created": day(DAYS)},
    )
    people.analyze()


def tree() -> dict[str, Any]:
    """Signed one of two and lives in CA, but neither left the list nor has the tag and acted lately."""
    petitions, news, tag = things()
    signed = [{"rule": "petitions.signed", "petition": str(one.public_id)} for one in petitions]
    left = {"rule": "supporters.on_list", "list": str(news.public_id), "state": "unsubscribed"}
    tagged = {"rule": "supporters.tag", "tag": str(tag.public_id)}
    acted = {"rule": "campaigns.acted_within", "days": "30"}
    lives = {"rule": "supporters.region", "regions": "CA"}
    return {"all": [{"any": signed}, lives, {"not": {"any": [left, {"all": [tagged, acted]}]}}]}


def ours() -> int:
    """As the admin counts a segment."""
    from supporters.segment_reads import count_of  # noqa: PLC0415

    return count_of(tree())


def peer() -> int:
    """As is often written by hand: the ids of each rule, and Python's own sets."""
    from campaigns.models import Action  # noqa: PLC0415
    from petitions.models import Signature  # noqa: PLC0415
    from privacy.days import utc_today  # noqa: PLC0415
    from supporters.models import Subscription, Supporter  # noqa: PLC0415

    petitions, news, tag = things()

    def ids(rows: Any, key: str = "supporter_id") -> set[int]:
        return set(rows.values_list(key, flat=True))

    signed: Iterable[set[int]] = (
        ids(Signature.objects.counted().filter(petition=one, supporter__isnull=False)) for one in petitions
    )
    left = ids(Subscription.objects.filter(list=news, state="unsubscribed"))
    tagged = ids(Supporter.tags.through.objects.filter(tag=tag))
    acted = ids(Action.objects.filter(created__gt=utc_today() - timedelta(days=30)))
    return len(
        (set.union(*signed) & ids(Supporter.objects.filter(region="CA"), "pk")) - left - (tagged & acted)
    )


def limit() -> int:
    """The same question in SQL, written by hand, with every id known."""
    from django.db import connection  # noqa: PLC0415

    from privacy.days import utc_today  # noqa: PLC0415

    petitions, news, tag = things()
    first, second = (one.pk for one in petitions)
    since = utc_today() - timedelta(days=30)
    with connection.cursor() as cursor:
        cursor.execute(FITS.format(first=first, second=second, news=news.pk, tag=tag.pk, since=since))
        return int(cursor.fetchone()[0])


def measure() -> None:
    """The three rates, in one line; they must agree on the number."""
    from benchmarks.report import alternate  # noqa: PLC0415

    sides: dict[str, Callable[[], int]] = {"ours": ours, "peer": peer, "limit": limit}
    if len(found := {side() for side in sides.values()}) != 1:
        raise SystemExit(f"The sides differ: {found}")

    def rate(side: Callable[[], int]) -> float:
        began = time.perf_counter()
        side()
        return 1 / (time.perf_counter() - began)

    rates = alternate({name: lambda side=side: rate(side) for name, side in sides.items()})
    print(*(rates[name] for name in sides), found.pop())


def read() -> None:
    """How many codes are opened in a second, and of how many."""
    from benchmarks import people  # noqa: PLC0415
    from supporters.models import Supporter  # noqa: PLC0415
    from supporters.segment_reads import walk  # noqa: PLC0415

    # The others cannot be opened.
    keys = Supporter.objects.order_by("pk").values_list("pk", flat=True)
    upto = list(keys[: people.SEALED])[-1]
    asked = {"all": [{"rule": "supporters.postal_code", "codes": "94110, 73301"}]}
    began = time.perf_counter()
    opened = sum(one.opened for one in walk(asked, after=0, upto=upto))
    print(opened / (time.perf_counter() - began), opened)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", number]:
            fill(int(number))
        case ["measure"]:
            measure()
        case ["read"]:
            read()
