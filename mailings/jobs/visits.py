"""How often a link of a mailing is followed: in total, by the hour, and never by whom."""

from django.db.models import F
from django.utils import timezone

from mailings.models import LinkHour, MailLink


def count_visit(link: MailLink) -> None:
    """One more in this hour: mostly one UPDATE. Only where ten had it at least (``selectors.many``).

    Of a step of a series in this month: on one day it goes to few, of whom the hour would tell.
    """
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    if hasattr(link.mailing, "series_step"):
        hour = hour.replace(day=1, hour=0)
    here = LinkHour.objects.filter(link=link, hour=hour)
    if here.update(visits=F("visits") + 1):
        return
    # Of two at once one makes the row, and both count in it.
    LinkHour.objects.bulk_create([LinkHour(link=link, hour=hour)], ignore_conflicts=True)
    here.update(visits=F("visits") + 1)
