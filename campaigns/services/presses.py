"""Counting that somebody began a letter to an office, or a call: that, and nothing else."""

from datetime import timedelta

from django.db.models import F

from campaigns.enums import PressKind
from campaigns.models import PressTotal, Target
from privacy import limits
from privacy.actors import Actor
from privacy.days import utc_today

# Of one target: more are not people, and what is counted is no proof of anything.
MOST_AN_HOUR = 3000


def count_press(*, target: Target, kind: PressKind, actor: Actor) -> bool:
    """Count one more for today (UTC); False where so many came in this hour that it is not counted.

    Who pressed is not asked, so one person who presses twice is two.
    """
    if not limits.take(
        "campaigns.press", of=str(target.public_id), at_most=MOST_AN_HOUR, per=timedelta(hours=1), spread=True
    ):
        return False
    total = PressTotal.objects.filter(target=target, kind=kind, day=utc_today())
    if not total.update(number=F("number") + 1):
        first = PressTotal(target=target, kind=kind, day=utc_today(), number=0)
        # Somebody else may have been first at this moment.
        PressTotal.objects.bulk_create([first], ignore_conflicts=True)
        total.update(number=F("number") + 1)
    return True
