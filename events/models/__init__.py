"""Everything that is stored about events, by subject."""

from events.models.agreements import Agreement
from events.models.attendances import HOLDS, TICKET_AFTER, Attendance, OpenAttendance, TypedAttendance
from events.models.doors import DOOR_AFTER, DOOR_BEFORE, DoorLink, UsedCode
from events.models.embeds import Embed
from events.models.events import MOST_GUESTS, Event
from events.models.hosts import HOST_AFTER, HOST_DAYS, MOST_HOSTS, HostAddress, HostLink
from events.models.kinds import EventKind
from events.models.messages import Message, MessageCopy, MessageWords
from events.models.occurrences import KEY_LASTS, KEY_MOVES, SCOPE, Occurrence
from events.models.private import OccurrencePrivate, PrivateWords
from events.models.proposals import Proposal, ProposedEvent
from events.models.questions import MOST_QUESTIONS, InviteCode, Question
from events.models.shifts import Shift

__all__ = [
    "DOOR_AFTER",
    "DOOR_BEFORE",
    "HOLDS",
    "HOST_AFTER",
    "HOST_DAYS",
    "KEY_LASTS",
    "KEY_MOVES",
    "MOST_GUESTS",
    "MOST_HOSTS",
    "MOST_QUESTIONS",
    "SCOPE",
    "TICKET_AFTER",
    "Agreement",
    "Attendance",
    "DoorLink",
    "Embed",
    "Event",
    "EventKind",
    "HostAddress",
    "HostLink",
    "InviteCode",
    "Message",
    "MessageCopy",
    "MessageWords",
    "Occurrence",
    "OccurrencePrivate",
    "OpenAttendance",
    "PrivateWords",
    "Proposal",
    "ProposedEvent",
    "Question",
    "Shift",
    "TypedAttendance",
    "UsedCode",
]
