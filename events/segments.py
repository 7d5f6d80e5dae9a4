"""What can be asked of a supporter by open events: for which they signed up, to which they came.

Of guarded events nothing can be asked: no row ties one to anybody.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.enums import AttendanceState
from events.models import Event, OpenAttendance
from supporters.segment_rules import Book, OneOf, RuleForm, SegmentRule, key_of, there_is


def all_open_events() -> Iterable[tuple[UUID, str]]:
    rows = Event.objects.filter(is_guarded=False).order_by("name", "pk")
    return list(rows.values_list("public_id", "name"))


class EventForm(RuleForm):
    event = OneOf(all_open_events, label=_("Event"))


class SignedUp(SegmentRule):
    """Has a place, at any date of it."""

    name = "events.signed_up"
    label = _("Signed up for an open event")
    help: ClassVar[str | Promise] = _(
        "Whoever has a place, at any of its dates. Who takes no news is forgotten 14 days after a date."
    )
    form = EventForm

    def q(self, said: Mapping[str, Any]) -> Q:
        return Q(Exists(self.rows(said)))

    def rows(self, said: Mapping[str, Any]) -> Any:
        """The ties of one supporter that count here."""
        return OpenAttendance.objects.filter(
            supporter=OuterRef("pk"),
            attendance__state=AttendanceState.ACCEPTED,
            occurrence__event=key_of(Event, said["event"]),
        )

    def ground(self, said: Mapping[str, Any]) -> Q:
        return there_is(Event, said["event"])

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_open_events, said["event"])
        return gettext("signed up for “%(event)s”") % {"event": named}


class Attended(SignedUp):
    name = "events.attended"
    label = _("Attended an open event")
    help = _("Whoever was checked in at the door, or marked as having come.")

    def rows(self, said: Mapping[str, Any]) -> Any:
        return super().rows(said).filter(came=True)

    def words(self, said: Mapping[str, Any], book: Book) -> str:
        named = book.name(all_open_events, said["event"])
        return gettext("attended “%(event)s”") % {"event": named}


RULES: tuple[SegmentRule, ...] = (SignedUp(), Attended())
