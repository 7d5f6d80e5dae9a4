"""Series: people come in by a deed of theirs, and get one mailing after another as their days fall due.

Woken each hour, though nothing finer than the day is kept. A batch and how far its people came are one
commit, and the unique pairs of series and person, mailing and person keep anything from coming twice.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import F, QuerySet

from mailings.enums import MailingState
from mailings.jobs.freezing import insert_recipients
from mailings.models import Mailing, Series, SeriesPlace, SeriesStep
from mailings.selectors.recipients import lately
from mailings.selectors.series import newcomers, sort_places
from privacy.days import utc_today
from supporters.models import Supporter

BATCH = 500
ONE_DAY = timedelta(days=1)
# Nothing comes after it.
NO_MORE = {"next_position": None, "due": None}


def run_series() -> int:
    """Let people in, and queue for each what is due, in every series that runs; how many mails."""
    queued = 0
    for series in Series.objects.filter(is_running=True).order_by("pk"):
        let_in(series)
        queued += send_due(series)
    return queued


def let_in(series: Series, batch: int = BATCH) -> int:
    """Give a place to everybody for whom it begins today; how many."""
    first = SeriesStep.objects.filter(series=series).order_by("position").first()
    if first is None:
        return 0
    due = utc_today() + timedelta(days=first.wait_days)
    begins = {"series": series, "next_position": first.position, "due": due}
    last, came = 0, 0
    while True:
        with transaction.atomic():
            # Held, so that none of them is erased meanwhile; whom another holds comes in an hour later.
            people = newcomers(series).filter(pk__gt=last).order_by("pk")
            keys = list(_held(people).values_list("pk", flat=True)[:batch])
            places = [SeriesPlace(supporter_id=pk, **begins) for pk in keys]
            SeriesPlace.objects.bulk_create(places, ignore_conflicts=True)
        if not keys:
            return came
        came, last = came + len(keys), keys[-1]


def send_due(series: Series) -> int:
    """Put those whose step is due on its ledger, and have them wait for the next; how many mails.

    Who left, refuses or acted gets no more of it. Who had their mails of the day or of the week waits a day
    more. A step that rests keeps its people.
    """
    steps = list(SeriesStep.objects.filter(series=series).select_related("mailing").order_by("position"))
    queued = 0
    # The last first: nobody gets two on one day, however few days are between them.
    for step, following in reversed([*pairwise([*steps, None])]):
        if step is None or step.mailing.state != MailingState.SENDING:
            continue
        step.series = series
        due = SeriesPlace.objects.filter(
            series=series, next_position=step.position, due__lte=utc_today()
        ).order_by("pk")
        last = 0
        while found := list(due.filter(pk__gt=last).values_list("pk", "supporter")[:BATCH]):
            queued += _send_batch(step, following, due, dict(found))
            last = found[-1][0]
    return queued


def _send_batch(
    step: SeriesStep, following: SeriesStep | None, due: QuerySet[SeriesPlace], found: Mapping[int, int]
) -> int:
    """Those of these places that are still due, in one transaction; how many mails. ``found``: whose each is.

    People before places, like whoever erases or merges them; whom another holds gets it an hour later.
    """
    with transaction.atomic():
        held = list(_held(Supporter.objects.filter(pk__in=found.values()).order_by("pk")))
        of_held = due.filter(pk__in=found, supporter__in=held)
        places = list(of_held.select_for_update(of=("self",)))
        if not places:
            return 0
        now = sort_places(step, places)
        _places(now.out).update(**NO_MORE)
        keys = [place.supporter_id for place in now.go]
        enough = lately(step.mailing, keys).had_enough
        _places([place for place in now.go if place.supporter_id in enough]).update(due=utc_today() + ONE_DAY)
        people = Supporter.objects.filter(pk__in=[pk for pk in keys if pk not in enough])
        number = insert_recipients(step.mailing, people) if len(keys) > len(enough) else 0
        Mailing.objects.filter(pk=step.mailing_id).update(frozen=F("frozen") + number)
        _places([place for place in now.go if place.supporter_id not in enough]).update(**_after(following))
    return number


def _held(people: QuerySet[Supporter]) -> QuerySet[Supporter]:
    return people.select_for_update(no_key=True, skip_locked=True, of=("self",))


def _places(places: Sequence[SeriesPlace]) -> QuerySet[SeriesPlace]:
    return SeriesPlace.objects.filter(pk__in=[place.pk for place in places])


def _after(following: SeriesStep | None) -> dict[str, object]:
    if following is None:
        return dict(NO_MORE)
    # A day at least, or two steps without a wait between them would come at once.
    days = max(1, following.wait_days)
    return {"next_position": following.position, "due": utc_today() + timedelta(days=days)}


def places_before(cutoff: date) -> QuerySet[SeriesPlace]:
    """Of whom nothing comes any more, and for whom it began before the cutoff.

    Longer than a deed begins anything (``FRESH_DAYS``), so that nobody comes in twice by one.
    """
    return SeriesPlace.objects.filter(next_position__isnull=True, began__lt=cutoff)


def enforce_places(cutoff: date) -> int:
    """Forget who was in a series; returns how many."""
    return places_before(cutoff).delete()[0]


def forget_series() -> None:
    """After a restore: who was in the middle of a series gets no more of it, and none goes on by itself.

    What the backup says comes next has gone out since.
    """
    with transaction.atomic():
        Series.objects.filter(is_running=True).update(is_running=False, changed=utc_today())
        SeriesPlace.objects.filter(next_position__isnull=False).update(**NO_MORE)
        steps = Mailing.objects.filter(series_step__isnull=False, state=MailingState.SENDING)
        steps.update(state=MailingState.DRAFT, changed=utc_today())
