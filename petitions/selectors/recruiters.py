"""Recruiters that come to a campus."""

from django.db.models import QuerySet

from petitions.models import Petition, RecruiterNotice

# On a campus's page.
MOST_SHOWN = 10


def notices_at(petition: Petition, slug: str) -> list[RecruiterNotice]:
    """What the public sees at one campus, the next day first. One query."""
    rows = RecruiterNotice.objects.shown().filter(place__petition=petition, place__slug=slug)
    return list(rows.order_by("day", "pk")[:MOST_SHOWN])


def notices_of(petition: Petition) -> QuerySet[RecruiterNotice]:
    """What waits and what is shown, for staff: what waits first, the next day first."""
    rows = RecruiterNotice.objects.waiting() | RecruiterNotice.objects.shown()
    return (
        rows.filter(place__petition=petition)
        .select_related("place__institution", "place__jurisdiction")
        .order_by("-state", "day", "pk")
    )
