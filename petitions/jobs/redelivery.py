"""The schedule of deliveries: what is new is put on the list again, and that is all.

Staff see it on their front page. Those addressed hear nothing from us by themselves.
"""

from calendar import monthrange
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from campaigns.models import Target
from petitions.enums import DeliveryState, RepeatUnit
from petitions.models import Delivery, Petition, Place
from petitions.selectors import (
    not_given_yet,
    own_target_of,
    petitions_handed_over_at_campuses,
    places_handed_over,
    places_with_enough_new,
    scheduled_petitions,
    targets_of_campuses,
)
from privacy.days import utc_today


def plan_due() -> int:
    """Plan the next delivery of each petition whose time has come and that has anything new.

    The same for each campus that was handed over by itself, at which ten or more are new. Returns how many.
    It is addressed like the last one, a campus's to the target that it has now. Of two runs at once one
    plans it.
    """
    whole = sum(_plan_next(petition) for petition in scheduled_petitions())
    return whole + sum(_plan_next_at_campuses(petition) for petition in petitions_handed_over_at_campuses())


def next_day(petition: Petition, last: date) -> date:
    """The day on which it is handed over again; ``last`` is that of the last time."""
    every = petition.redeliver_every or 0
    if petition.redeliver_unit == RepeatUnit.WEEKS:
        return last + timedelta(weeks=every)
    years, month = divmod(last.month - 1 + every, 12)
    year = last.year + years
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def _plan_next(petition: Petition) -> bool:
    last = _last(petition, None)
    if last is None or next_day(petition, last.day) > utc_today() or not not_given_yet(petition.pk).exists():
        return False
    # Not who gets one campus by now: with both, the difference would be the others.
    targets = list(last.targets.exclude(pk__in=targets_of_campuses(petition)))
    return bool(targets) and _plan_like(last, targets)


def _plan_next_at_campuses(petition: Petition) -> int:
    """All signatures are read once, and only where the time of any campus has come."""
    last_days, today = places_handed_over(petition), utc_today()
    due = [place for place, day in last_days.items() if next_day(petition, day) <= today]
    if not due:
        return 0
    planned = 0
    for place in petition.places.select_related("target").filter(
        pk__in=places_with_enough_new(petition, due)
    ):
        last, target = _last(petition, place), own_target_of(place)
        if last is not None and target is not None:
            planned += _plan_like(last, [target])
    return planned


def _last(petition: Petition, place: Place | None) -> Delivery | None:
    done = petition.deliveries.filter(place=place, state=DeliveryState.HANDED_OVER)
    last: Delivery | None = done.order_by("-day", "-pk").first()
    return last


def _plan_like(last: Delivery, targets: list[Target]) -> bool:
    delivery = Delivery(
        petition_id=last.petition_id,
        place_id=last.place_id,
        day=utc_today(),
        way=last.way,
        is_scheduled=True,
    )
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
            delivery.targets.set(targets)
    except IntegrityError:
        # Staff, or another run, planned one meanwhile.
        return False
    return True
