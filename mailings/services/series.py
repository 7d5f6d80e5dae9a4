"""Writing a series, letting it run, and having it rest."""

from django.db import transaction
from django.db.models import Max

from mailings.checklist import stops_of
from mailings.enums import EDITABLE, MailingState, PauseReason
from mailings.exceptions import NeedsSecond, NothingWritten, NotThatState, StoppedByCheck
from mailings.jobs.links import make_links
from mailings.models import Mailing, Sender, Series, SeriesPlace, SeriesStep
from mailings.selectors.approvals import is_approved
from mailings.selectors.words import words_of
from mailings.tasks import run_series
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.wakeups import wake


def add_step(
    *, series: Series, name: str, sender: Sender, wait_days: int, stops_when_acted: bool, actor: Actor
) -> SeriesStep:
    """Put one more mailing, a draft, at the end of a series. It goes to the series' own list.

    ``wait_days`` is counted from the step before, of the first from the day on which it begins. Raises
    NotThatState while the series runs.
    """
    with transaction.atomic():
        _hold_resting(series)
        mailing = Mailing.objects.create(
            name=name,
            campaign=series.campaign,
            sender=sender,
            made_by_id=actor.user.pk if actor.user is not None else None,
        )
        mailing.lists.set([series.list])
        last = SeriesStep.objects.filter(series=series).aggregate(last=Max("position"))["last"] or 0
        return SeriesStep.objects.create(
            series=series,
            position=last + 1,
            wait_days=wait_days,
            stops_when_acted=stops_when_acted,
            mailing=mailing,
        )


def change_step(*, step: SeriesStep, wait_days: int, stops_when_acted: bool, actor: Actor) -> None:
    """Change when a step comes and for whom; who waits for it already keeps their day.

    Raises NotThatState while the series runs.
    """
    with transaction.atomic():
        _hold_resting(step.series)
        step.wait_days, step.stops_when_acted = wait_days, stops_when_acted
        step.save(update_fields=["wait_days", "stops_when_acted", "changed"])


def remove_step(*, step: SeriesStep, actor: Actor) -> None:
    """Take a step that nobody got yet out of a series; who waits for it waits for the one after it.

    Raises NotThatState while the series runs, and for a step that went to somebody: it is told.
    """
    series = step.series
    with transaction.atomic():
        _hold_resting(series)
        if step.mailing.state not in EDITABLE or step.mailing.frozen:
            raise NotThatState
        rest = SeriesStep.objects.filter(series=series, position__gt=step.position).order_by("position")
        following = rest.values_list("position", flat=True).first()
        waiting = SeriesPlace.objects.filter(series=series, next_position=step.position)
        if following is None:
            waiting.update(next_position=None, due=None)
        else:
            waiting.update(next_position=following)
        step.mailing.delete()


def discard_series(*, series: Series, actor: Actor) -> None:
    """Delete a series with its steps. Raises NotThatState while it runs, and once somebody got a step."""
    with transaction.atomic():
        _hold_resting(series)
        mailings = Mailing.objects.filter(series_step__series=series)
        if mailings.filter(frozen__gt=0).exists():
            raise NotThatState
        mailings.delete()
        series.delete()


def start_series(*, series: Series, actor: Actor) -> None:
    """Let it run from today on: nobody comes in by a deed of before. Its steps are open from now on.

    Raises NothingWritten where it has no step or one has no words, NeedsSecond where one is not approved as
    it stands, StoppedByCheck where the checklist would stop one, and NotThatState where it runs already.
    """
    steps = list(SeriesStep.objects.filter(series=series).select_related("mailing").order_by("position"))
    if not steps:
        raise NothingWritten
    for step in steps:
        if not any(content.subject for content in words_of(step.mailing).values()):
            raise NothingWritten
        if not is_approved(step.mailing):
            raise NeedsSecond
        if stops_of(step.mailing):
            raise StoppedByCheck
        # Before it is open: a mail whose link has no code yet would lead on uncounted.
        make_links(step.mailing)
    with transaction.atomic():
        _hold_resting(series)
        mailings = Mailing.objects.filter(series_step__series=series, state__in=EDITABLE)
        mailings.update(state=MailingState.SENDING, is_frozen=True, changed=utc_today())
        series.is_running, series.runs_since = True, utc_today()
        series.save(update_fields=["is_running", "runs_since", "changed"])
        wake(run_series)


def rest_series(*, series: Series, actor: Actor) -> None:
    """Have it rest: nobody comes in, and what is queued waits. Its steps are drafts meanwhile, to be changed.

    One that was stopped by a brake stays so until somebody lets it go on. Raises NotThatState where it does
    not run.
    """
    with transaction.atomic():
        if not Series.objects.filter(pk=series.pk, is_running=True).update(
            is_running=False, changed=utc_today()
        ):
            raise NotThatState
        mailings = Mailing.objects.filter(series_step__series=series)
        mailings.filter(state=MailingState.SENDING).update(state=MailingState.DRAFT, changed=utc_today())
        by_hand = mailings.filter(state=MailingState.PAUSED, paused_why=PauseReason.STAFF)
        by_hand.update(state=MailingState.DRAFT, paused_why="", changed=utc_today())
    series.refresh_from_db()


def _hold_resting(series: Series) -> None:
    """Lock a series that does not run, so that it does not begin meanwhile. Raises NotThatState."""
    rows = Series.objects.select_for_update(no_key=True).filter(pk=series.pk, is_running=False)
    if rows.values_list("pk", flat=True).first() is None:
        raise NotThatState
