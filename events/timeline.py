"""What a supporter's timeline tells beside the Action of each sign-up: who came, and who stayed away."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.models import OpenAttendance
from privacy.days import utc_day
from supporters.models import Supporter
from supporters.registries import TimelineEntry


def attended_of(supporter: Supporter) -> Iterable[TimelineEntry]:
    """One entry for each date of which somebody said whether they came. One query."""
    ties = OpenAttendance.objects.filter(supporter=supporter, came__isnull=False)
    for tie in ties.select_related("occurrence__event"):
        words = _("Came to %(title)s") if tie.came else _("Did not come to %(title)s")
        label = words % {"title": tie.occurrence.event.public_title}
        yield TimelineEntry(day=utc_day(tie.occurrence.ends), kind="event.attended", label=label)
