"""A local fight written with what follows from it."""

from django.db import transaction

from campaigns.enums import MeasureState
from campaigns.models import Measure
from privacy.actors import Actor
from privacy.local_time import to_utc


def save_measure(*, measure: Measure, actor: Actor) -> Measure:
    """Save a measure with the steps, texts and seats it was given; state and hearing follow from them.

    The state is that of the newest step; of two on one day, of the later one in the list. Raises
    NoSuchTime for a hearing at a time which clocks there skip, ValueError for a zone that is none.
    """
    # What was just typed stands behind what is there already.
    steps = sorted(measure.steps.all(), key=lambda step: (step.day, step.pk is None, step.pk or 0))
    measure.state = steps[-1].state if steps else MeasureState.IDEA
    measure.state_day = steps[-1].day if steps else None
    local = measure.hearing_local
    measure.hearing_at = None if local is None else to_utc(local, measure.hearing_zone)
    with transaction.atomic():
        measure.save()
    return measure
