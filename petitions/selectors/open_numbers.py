"""The open numbers of a petition or campus: never finer than its page, and nothing of one person."""

from typing import Any

from django.db.models import QuerySet

from petitions.models import OpenPeriod, OpenRegion, Petition
from petitions.selectors.counting import how_we_count
from petitions.selectors.places import tallies_of, tally_at
from petitions.selectors.totals import progress_of


def open_numbers(petition: Petition) -> dict[str, Any]:
    """What ``totals.json`` says of a petition. Six queries, however many campuses it has.

    ``total`` is None below 25, as on the page; campuses are listed from ten on, as on the list.
    ``not_genuine`` is in tens, None below ten.
    """
    progress = progress_of(petition)
    regions = OpenRegion.objects.filter(petition=petition).order_by("country", "region")
    return {
        "petition": str(petition.public_id),
        "is_open": petition.is_open,
        "total": progress.total if progress.is_shown else None,
        "goal": progress.goal if progress.is_shown else None,
        "not_genuine": how_we_count(petition).removed_in_tens if progress.is_shown else None,
        "days": _days(OpenPeriod.objects.filter(petition=petition, place=None)),
        "regions": [
            {"country": one.country, "region": one.region, "signatures": one.amount} for one in regions
        ],
        "places": [
            {"at": one.place.slug, "name": one.place.where.name, "total": one.total}
            for one in tallies_of(petition)
            if one.is_shown
        ],
    }


def open_numbers_at(petition: Petition, at: str) -> dict[str, Any] | None:
    """What ``totals.json`` says of one open campus; None where there is none. Three queries."""
    tally = tally_at(petition, at)
    if tally is None:
        return None
    return {
        "petition": str(petition.public_id),
        "is_open": petition.is_open,
        "at": tally.place.slug,
        "name": tally.place.where.name,
        "total": tally.total if tally.is_shown else None,
        # The sum of days is a total.
        "days": _days(OpenPeriod.objects.filter(petition=petition, place=tally.place))
        if tally.is_shown
        else [],
    }


def _days(periods: QuerySet[OpenPeriod]) -> list[dict[str, Any]]:
    return [
        {"from": one.first.isoformat(), "to": one.last.isoformat(), "signatures": one.amount}
        for one in periods.order_by("first")
    ]
