"""When about the last mail of a mailing leaves."""

from datetime import datetime

from mailings.models import Mailing
from outbox.warmup import Pace, pace_of
from privacy.conf import current


def pace_for(mailing: Mailing, waiting: int, *, begins: datetime | None = None) -> Pace | None:
    """How ``waiting`` mails of it leave from ``begins`` (now) on, at the site's rate and no faster than its
    domain warms up; None for nobody. Two queries.
    """
    if not waiting:
        return None
    rate = current().drain_rate_per_second / (2 if mailing.half_rate else 1)
    return pace_of(waiting, per_second=rate, begins=begins)
