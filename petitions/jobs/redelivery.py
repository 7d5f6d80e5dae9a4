"""The schedule of deliveries: what is new is put on the list again, and that is all.

Staff see it on their front page. Those addressed hear nothing from us by themselves.
"""

from calendar import monthrange
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from petitions.enums import DeliveryState, RepeatUnit
from petitions.models import Delivery, Petition
from petitions.selectors import not_given_yet, scheduled_petitions
from privacy.days import utc_today


def plan_due() -> int:
    """Plan the next delivery of each petition whose time has come and that has anything new.

    Returns how many. It is addressed like the last one. Of two runs at once one plans it.
    """
    return sum(_plan_next(petition) for petition in scheduled_petitions())


def next_day(petition: Petition, last: date) -> date:
    """The day on which it is handed over again; ``last`` is that of the last time."""
    every = petition.redeliver_every or 0
    if petition.redeliver_unit == RepeatUnit.WEEKS:
        return last + timedelta(weeks=every)
    years, month = divmod(last.month - 1 + every, 12)
    year = last.year + years
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def _plan_next(petition: Petition) -> bool:
    last = petition.deliveries.filter(state=DeliveryState.HANDED_OVER).order_by("-day", "-pk").first()
    if last is None or next_day(petition, last.day) > utc_today() or not not_given_yet(petition.pk).exists():
        return False
    delivery = Delivery(petition=petition, day=utc_today(), way=last.way, is_scheduled=True)
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
            delivery.targets.set(last.targets.all())
    except IntegrityError:
        # Staff, or another run, planned one meanwhile.
        return False
    return True
