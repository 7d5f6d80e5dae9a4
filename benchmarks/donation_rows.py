"""The rows of ``donation_report``, inside our own Django: ``python -m benchmarks.donation_rows DEED [N]``.

``fill N`` gives three fundraisers as many gifts, made by the database itself and nobody's, and recounts their
totals. ``measure`` prints how often in a second each side makes the same report: ours, peer and limit.
"""

import sys
import time
from collections.abc import Callable

import django

DAYS, SHOWN, NAMES = 365, 90, ("first", "second", "third")
# Numbers, with the least the database needs to be told.
NUMBERS = {
    "postgresql": "SELECT n FROM generate_series({after} + 1, {upto}) AS n",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT {after} + 1 UNION ALL SELECT n + 1 FROM s WHERE n < {upto}) "
    "SELECT n FROM s",
}
DAY = {
    "postgresql": "(CURRENT_DATE - (n::bigint * 7919 % {days})::int)",
    "sqlite": "date('now', '-' || (n * 7919 % {days}) || ' days')",
}
UUID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
BY_HAND = """
    SELECT part, source, sum(gifts), sum(amount), sum(new_monthly)
    FROM countersign_donations_gifttotal WHERE fundraiser_id = {fundraiser} GROUP BY part, source
"""
BY_DAY = """
    SELECT day, sum(amount) FROM countersign_donations_gifttotal
    WHERE fundraiser_id = {fundraiser} AND day > '{since}' GROUP BY day
"""

type Report = tuple[int, int, int]


def fundraisers() -> list[int]:
    """The keys of the three."""
    from campaigns.services import start_campaign  # noqa: PLC0415 (after django.setup)
    from donations.models import Fundraiser  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415

    ours = Fundraiser.objects.filter(name__in=NAMES).order_by("pk")
    if not ours.exists():
        campaign = start_campaign(
            title=LocalizedText(en="Bench"), slug="bench-gifts", first_language="en", actor=Actor.system()
        )
        for name in NAMES:
            Fundraiser.objects.create(campaign=campaign, name=name, goal_money=9_300_000)
    return list(ours.values_list("pk", flat=True))


def fill(size: int) -> None:
    """Grow to as many paid gifts; one in fifty of them came by a code of its own."""
    from django.db import connection  # noqa: PLC0415

    from donations.jobs.totals import mend_totals  # noqa: PLC0415
    from donations.models import Donation, Fundraiser  # noqa: PLC0415

    keys, vendor = fundraisers(), connection.vendor
    made = {
        "public_id": UUID[vendor],
        "fundraiser_id": f"{keys[0]} + n % {len(keys)}",
        "amount": "500 + n % 100 * 100",
        "day": DAY[vendor].format(days=DAYS),
        "source": "CASE WHEN n % 50 = 0 THEN 'code-' || (n % 40) ELSE '' END",
    }
    said = {"currency": "USD", "state": "paid", "rank": 4, "language": "en", "provider": "bench"}
    columns, expressions, values = [], [], []
    for field in Donation._meta.concrete_fields:
        if field is Donation._meta.auto_field:
            continue
        columns.append(connection.ops.quote_name(field.column))
        if field.attname in made:
            expressions.append(made[field.attname].replace("%", "%%"))
        else:
            expressions.append("%s")
            value = said[field.attname] if field.attname in said else field.get_default()
            values.append(field.get_db_prep_save(value, connection))
    numbers = NUMBERS[vendor].format(after=Donation.objects.count(), upto=size)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO countersign_donations_donation ({', '.join(columns)}) "
            f"SELECT {', '.join(expressions)} FROM ({numbers}) AS numbered",
            values,
        )
        cursor.execute("ANALYZE")
    for fundraiser in Fundraiser.objects.filter(pk__in=keys):
        mend_totals(fundraiser)


def ours() -> Report:
    """What the page of one fundraiser tells: by part, by source, by day, and the goals."""
    from donations.models import Fundraiser  # noqa: PLC0415
    from donations.selectors import drive_of  # noqa: PLC0415
    from donations.selectors.report import by_day, by_part, by_source, totals_of  # noqa: PLC0415

    fundraiser = Fundraiser.objects.get(pk=fundraisers()[0])
    parts = by_part(totals_of(fundraiser))
    by_source(totals_of(fundraiser))
    days = by_day(totals_of(fundraiser), days=SHOWN)[fundraiser.currency]
    return sum(line.gifts for line in parts), drive_of(fundraiser).money, sum(given for _day, given in days)


def peer() -> Report:
    """As is often written: the same from the gifts, summed up whenever somebody looks."""
    from datetime import timedelta  # noqa: PLC0415

    from django.db.models import Count, Sum  # noqa: PLC0415

    from donations.models import Donation  # noqa: PLC0415
    from privacy.days import utc_today  # noqa: PLC0415

    rows = Donation.objects.counted().filter(fundraiser=fundraisers()[0]).order_by()
    parts = list(rows.values("frequency").annotate(gifts=Count("pk"), amount=Sum("amount")))
    list(rows.values("source").annotate(amount=Sum("amount")).order_by("-amount")[:20])
    since = utc_today() - timedelta(days=SHOWN - 1)
    days = list(rows.filter(day__gte=since).values("day").annotate(amount=Sum("amount")))
    gifts, money = sum(row["gifts"] for row in parts), sum(row["amount"] for row in parts)
    return gifts, money, sum(row["amount"] for row in days)


def limit() -> Report:
    """Two statements over the totals, written by hand, with the key known."""
    from datetime import timedelta  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415

    from privacy.days import utc_today  # noqa: PLC0415

    key, since = fundraisers()[0], utc_today() - timedelta(days=SHOWN)
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND.format(fundraiser=key))
        told = cursor.fetchall()
        cursor.execute(BY_DAY.format(fundraiser=key, since=since))
        days = cursor.fetchall()
    return sum(row[2] for row in told), sum(row[3] for row in told), sum(row[1] for row in days)


def measure() -> None:
    """The three rates, in one line; they must agree on what was given."""
    from benchmarks.report import alternate  # noqa: PLC0415

    sides: dict[str, Callable[[], Report]] = {"ours": ours, "peer": peer, "limit": limit}
    if len(found := {side() for side in sides.values()}) != 1:
        raise SystemExit(f"The sides differ: {found}")

    def rate(side: Callable[[], Report]) -> float:
        began = time.perf_counter()
        for _again in range(3):
            side()
        return 3 / (time.perf_counter() - began)

    rates = alternate({name: lambda side=side: rate(side) for name, side in sides.items()})
    print(*(rates[name] for name in sides), found.pop()[0])


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", number]:
            fill(int(number))
        case ["measure"]:
            measure()
