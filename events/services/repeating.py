"""Events that recur: the rule, as staff choose it."""

from django.db import transaction
from django.db.models import F

from events.jobs.series import extend_series
from events.models import Event
from events.recurrence import clean_rule
from privacy.actors import Actor
from privacy.days import utc_today


def repeat_event(*, event: Event, rule: str, actor: Actor) -> int:
    """Have an event recur by an RFC 5545 rule from its first date on, or with "" no more; how many were made.

    Dates are made twelve months ahead, and further as time goes on. None is taken away: one that is not
    to be is called off, or deleted while nobody signed up for it. Raises RuleRefused.
    """
    cleaned = clean_rule(rule)
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(recurrence=cleaned, changed=utc_today())
        event.recurrence = cleaned
        if not cleaned:
            return 0
        first = event.occurrences.order_by("local_start", "pk").first()
        if first is not None and first.rule_start is None:
            # From here on it is of the series, wherever it may be moved to.
            event.occurrences.filter(pk=first.pk).update(rule_start=F("local_start"))
        return extend_series(event)
