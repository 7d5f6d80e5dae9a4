"""Letters are rows for 30 days, then counts."""

from datetime import date
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.enums import SendState
from outbox.models import FindingMail, HeardMark, Letter, LetterCount, PutBack, Refusal, SentDay
from outbox.models.rows import ENDED
from privacy.retention import Rule

BATCH = 500
MAILS = FindingMail._meta.label


def _due(cutoff: date) -> QuerySet[Letter]:
    """Ended, or never sent for all that time though it was due; not what is posted for a later day."""
    stuck = Q(state=SendState.QUEUED) & (Q(due__isnull=True) | Q(due__lte=timezone.now()))
    return Letter.objects.filter(Q(state__in=ENDED) | stuck, changed__lt=cutoff)


def overdue_letters(cutoff: date) -> int:
    """How many rows should be counts by now."""
    return _due(cutoff).count()


def count_letters(cutoff: date) -> int:
    """Turn old rows into counts by day, kind and state; returns how many rows."""
    keys = list(_due(cutoff).order_by("pk").values_list("pk", flat=True))
    return sum(_count_batch(batch, cutoff) for batch in batched(keys, BATCH))


def _count_batch(keys: tuple[int, ...], cutoff: date) -> int:
    with transaction.atomic():
        # Locked, so that of two runs at once only one counts a row.
        mine = list(
            _due(cutoff).select_for_update(skip_locked=True).filter(pk__in=keys).values_list("pk", flat=True)
        )
        rows = Letter.objects.filter(pk__in=mine)
        for day, kind, state, number in rows.values_list("changed", "kind", "state").annotate(n=Count("pk")):
            count, _made = LetterCount.objects.get_or_create(day=day, kind=kind, state=state)
            LetterCount.objects.filter(pk=count.pk).update(number=F("number") + number)
        rows.delete()
    return len(mine)


def _over(cutoff: date) -> QuerySet[Refusal]:
    """Pauses whose day has come."""
    return Refusal.objects.pauses().filter(until__lte=cutoff)


def _before(model: type[Model]) -> dict[str, Any]:
    """Rows of a day before the cutoff: how many, and away with them."""
    return {
        "overdue": lambda cutoff: model._default_manager.filter(day__lt=cutoff).count(),
        "enforce": lambda cutoff: model._default_manager.filter(day__lt=cutoff).delete()[0],
    }


RULES = (
    Rule(
        key="outbox.put_back",
        says=_("That a mailbox was full, or did not answer, is forgotten after 30 days."),
        days=30,
        **_before(PutBack),
    ),
    Rule(
        key="outbox.heard",
        says=_("That we were told what became of a mail is forgotten after 40 days."),
        # Longer than events are listened to (heard.OLDEST): none is taken for new again.
        days=40,
        **_before(HeardMark),
    ),
    Rule(
        key="outbox.sent_days",
        says=_("How many mails all together were sent on a day is forgotten after 40 days."),
        days=40,
        **_before(SentDay),
    ),
    Rule(
        key="outbox.pauses",
        says=_("A pause in the mail is forgotten on the day it ends."),
        days=0,
        overdue=lambda cutoff: _over(cutoff).count(),
        enforce=lambda cutoff: _over(cutoff).delete()[0],
    ),
    Rule(
        key="outbox.finding_mails",
        says=_("Whom of the staff we mailed about what the staff did is forgotten after 30 days."),
        days=30,
        overdue=lambda cutoff: FindingMail.objects.filter(created__lt=cutoff).count(),
        enforce=lambda cutoff: FindingMail.objects.filter(created__lt=cutoff).delete()[1].get(MAILS, 0),
    ),
    Rule(
        key="outbox.letters",
        says=_("Letters are forgotten after 30 days; how many there were is kept."),
        days=30,
        overdue=overdue_letters,
        enforce=count_letters,
    ),
)
