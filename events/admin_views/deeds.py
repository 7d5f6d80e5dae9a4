"""One question on GET, the deed on POST: what all of them share, and why a deed was not done."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from events.admin_views.common import OfDate, OfEvent, date_trail, event_trail, event_url, when_of
from events.exceptions import (
    AttendanceGone,
    BelowAttendance,
    DateInUse,
    EndsBeforeStart,
    EventError,
    LinkEnded,
    MovedTooFar,
    NeverMailed,
    NobodyToTell,
    NotAllSaid,
    NotAPublicPlace,
    NotOpen,
    NotThatState,
    OccurrenceFull,
    OccurrenceOver,
    PlaceGone,
    ProposalGone,
    ShiftGone,
    ShiftInUse,
    TooManyHosts,
    TooManyMessages,
)
from privacy.exceptions import CountersignError, NoSuchTime
from privacy.staff_views import QuestionView

OTHERWISE = _("Nothing was done. Look at the page again: a colleague may have been faster.")
# Why something was not done: a sentence for staff, which names nobody. The first that fits is said.
SENTENCES: dict[type[CountersignError], Any] = {
    OccurrenceFull: _("No place is free, at the date or in the shift."),
    BelowAttendance: _(
        "More places than that are taken already, so nothing was changed. Nobody who has a place loses it."
    ),
    ShiftInUse: _(
        "People have signed up for this shift, so it stays. Write to them first, and decline those who "
        "cannot be moved."
    ),
    ShiftGone: _("This shift was taken away meanwhile."),
    EndsBeforeStart: _("The end is not after the beginning."),
    NoSuchTime: _("Clocks go forward that night and skip this time. Choose another."),
    OccurrenceOver: _("This date is over or called off: nothing was changed."),
    DateInUse: _(
        "Somebody has signed up for this date, or it is the only one of an event that people can find. It "
        "stays: call it off instead."
    ),
    MovedTooFar: _(
        "A guarded date moves by 14 days at most, counted from where it first stood: else the data of those "
        "who come would stay for longer than they were told. Call it off, and make another date."
    ),
    NotAllSaid: _(
        "A guarded event says first what will happen, where (its public area), what is risked and who to "
        "ask. Fill that in, then go on."
    ),
    NotAPublicPlace: _(
        "First confirm that its place is public or an institution’s, and nobody’s home: the box is in the "
        "form."
    ),
    NotOpen: _("Who came to a guarded event is written down nowhere."),
    NotThatState: _("It stands elsewhere by now: a colleague may have been faster."),
    NeverMailed: _("This address is the target’s own. It is never mailed, so the sign-up stays held back."),
    AttendanceGone: _("This sign-up ended before, or what was typed is gone."),
    PlaceGone: _("This place was given to the next person meanwhile."),
    LinkEnded: _("This link has ended before."),
    ProposalGone: _("This was decided on before, or its time is over: a colleague may have been faster."),
    NobodyToTell: _("It would go to nobody, so it was not sent."),
    TooManyHosts: _("Ten links are given out for this event. End one to give another."),
    TooManyMessages: _("This date had its messages of today. Write again tomorrow."),
}


def why_not(refusal: CountersignError) -> str:
    """A sentence for staff, which names nobody."""
    return str(next((text for kind, text in SENTENCES.items() if isinstance(refusal, kind)), OTHERWISE))


class SayWhyNot:
    """Turns a refusal of this app into a sentence."""

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, EventError):
            raise refusal
        return why_not(refusal)


class EventDeedView(SayWhyNot, OfEvent, QuestionView):
    """A deed with an event; goes back to it."""

    back_label: ClassVar[Any] = _("Back to the event")

    def subject(self) -> str:
        return self.event.name

    def back_url(self) -> str:
        return event_url(self.event)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return event_trail(self.event, self.page_title)


class DateDeedView(SayWhyNot, OfDate, QuestionView):
    """A deed with one date, or with something of it; goes back to it."""

    back_label: ClassVar[Any] = _("Back to the date")

    def subject(self) -> str:
        return f"{self.event.name}, {when_of(self.date)}"

    def back_url(self) -> str:
        return self.way_back

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return date_trail(self.date, self.page_title)
