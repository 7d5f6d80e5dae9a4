"""The legal register: demands and holds are written here, and each writing is logged."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed, DemandOutcome
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from privacy.ledger import log_access
from privacy.models.legal import LegalDemand, LegalHold, LegalWords
from privacy.sealing import reseal, seal_new


def write_demand(
    *, demand: LegalDemand | None, words: LegalWords, said: Mapping[str, Any], actor: Actor
) -> LegalDemand:
    """Enter a demand, or change what stands there. ``said`` are its other fields. Logged, without words."""
    with transaction.atomic():
        if demand is None:
            demand = LegalDemand(**said)
            seal_new(demand, words)
            demand.save(force_insert=True)
        else:
            LegalDemand.objects.filter(pk=demand.pk).update(**said, changed=utc_today())
            reseal(demand, lambda before: words)
        log_access(user=actor.user, deed=AccessDeed.REGISTER_CHANGED, kinds=(), count=1)
    return demand


def begin_hold(
    *, demand: LegalDemand | None, scope: str, review: date | None, words: LegalWords, actor: Actor
) -> LegalHold:
    """Have the rules of a scope rest from now on. Logged."""
    with transaction.atomic():
        user_id = actor.user.pk if actor.user is not None else None
        hold = LegalHold(demand=demand, scope=scope, review=review, begun_by_id=user_id)
        seal_new(hold, words)
        hold.save(force_insert=True)
        log_access(user=actor.user, deed=AccessDeed.HOLD_BEGUN, kinds=(), count=1)
    return hold


def end_hold(*, hold: LegalHold, actor: Actor) -> bool:
    """End it: the next run of retention catches up. Logged; False where it had ended."""
    with transaction.atomic():
        ended = LegalHold.objects.filter(pk=hold.pk, ended__isnull=True).update(ended=utc_today())
        if ended:
            log_access(user=actor.user, deed=AccessDeed.HOLD_ENDED, kinds=(), count=1)
    return bool(ended)


def over_before(cutoff: date) -> tuple[list[LegalDemand], list[LegalHold]]:
    """Demands that came to their end before that day, with no standing hold, and holds that ended."""
    holds = LegalHold.objects.filter(ended__lt=cutoff)
    demands = LegalDemand.objects.exclude(outcome=DemandOutcome.OPEN).filter(changed__lt=cutoff)
    kept = LegalHold.objects.exclude(pk__in=holds.values("pk")).exclude(demand=None).values("demand")
    return list(demands.exclude(pk__in=kept)), list(holds)


def forget_over(cutoff: date) -> int:
    """Delete them, and destroy the keys of what was written there; returns how many."""
    demands, holds = over_before(cutoff)
    with transaction.atomic():
        destroy_after_commit([row.subject_id for row in (*demands, *holds)])
        LegalHold.objects.filter(pk__in=[row.pk for row in holds]).delete()
        LegalDemand.objects.filter(pk__in=[row.pk for row in demands]).delete()
    return len(demands) + len(holds)
