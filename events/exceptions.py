"""Why something about an event is refused. Raised by services; views turn them into messages."""

from privacy.exceptions import CountersignError


class EventError(CountersignError):
    """Base of this app's exceptions."""


class RegistrationClosed(EventError):
    """The date is over, called off, or its event is no longer to be found: nobody can sign up."""


class ShiftGone(EventError):
    """The shift that was chosen is not one of this date, or was taken away meanwhile."""


class TooManyGuests(EventError):
    """More guests than the event lets one person bring."""


class InviteNeeded(EventError):
    """The event takes only who has a code, and this one is none, or is used up."""


class SentBefore(EventError):
    """The same form came a moment ago: this one makes no second sign-up."""


class NeverMailed(EventError):
    """The address is a target's own: nothing is ever mailed there."""


class AttendanceGone(EventError):
    """The sign-up was cancelled, declined, ran out, or its key is destroyed."""


class PlaceGone(EventError):
    """The deadline for a place has passed and it was offered to the next person."""


class PlaceNotShownYet(EventError):
    """The meeting point of a guarded event is shown from a set hour on."""


class OccurrenceFull(EventError):
    """No place is free, at the date or in the shift."""


class BelowAttendance(EventError):
    """A capacity below the places that are taken."""


class DateInUse(EventError):
    """A date somebody signed up for cannot be deleted, nor the only one of an event that people can find."""


class ShiftInUse(EventError):
    """A shift with people in it cannot be deleted."""


class EndsBeforeStart(EventError):
    """An end that is not after its start."""


class OccurrenceOver(EventError):
    """The date is over, called off, or its key is destroyed."""


class MovedTooFar(EventError):
    """A guarded event's data may be kept at most 14 days longer by moving its date."""


class NotAllSaid(EventError):
    """A guarded event says what will happen, what is risked and who is the contact, before it is public."""


class NotAPublicPlace(EventError):
    """Its creator has not confirmed that the place is public or an institution's."""


class DoorNotOpenYet(EventError):
    """A door opens two hours before its date begins."""


class LinkEnded(EventError):
    """The private link was revoked, or its time is over."""


class TooManyHosts(EventError):
    """Ten private links to this event are given out."""


class ProposalGone(EventError):
    """The proposal was dealt with before: a colleague may have been faster."""


class TooManyProposals(EventError):
    """More ideas for events came in this hour than moderators can read."""


class NobodyToTell(EventError):
    """A message that would go to nobody."""


class TooManyMessages(EventError):
    """One date had its messages of today: people are not to be written to all the time."""


class NotThatState(EventError):
    """What was asked for was done before, or cannot be done from where it stands."""


class NotOpen(EventError):
    """Who came to a guarded event is written down nowhere."""


class NeverEmbedded(EventError):
    """A guarded event's form stands on no page of anybody else's."""


class RuleRefused(EventError):
    """A rule of recurring dates that we cannot read, or that repeats within a day."""


class EventMissing(EventError):
    """There is no such event."""
