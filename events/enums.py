"""Choices of events. Stored: never change a value."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventState(TextChoices):
    """Where an event stands; nobody but staff sees a draft."""

    DRAFT = "draft", pgettext_lazy("event", "draft")
    CONFIRMED = "confirmed", pgettext_lazy("event", "confirmed")
    TENTATIVE = "tentative", pgettext_lazy("event", "tentative")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")


# Those that a visitor can find and register for.
LIVE = (EventState.CONFIRMED, EventState.TENTATIVE)


class PlaceKind(TextChoices):
    """Where people meet."""

    VENUE = "venue", _("a venue")
    AREA = "area", _("a public area")
    ONLINE = "online", _("online")


class Risk(TextChoices):
    """What may happen at a guarded event, said before anybody signs up."""

    PAVEMENT = "pavement", _("leafleting or standing on the pavement")
    LEAVE = "leave", _("we may be asked to leave")
    BRIEFED = "briefed", _("organizers brief in person")


class OccurrenceState(TextChoices):
    """Where one date of an event stands."""

    PLANNED = "planned", pgettext_lazy("date of an event", "planned")
    MOVED = "moved", pgettext_lazy("date of an event", "moved")
    CANCELLED = "cancelled", pgettext_lazy("date of an event", "cancelled")


class ShiftRole(TextChoices):
    """What somebody does in a shift."""

    HELP = "help", _("helping")
    MARSHAL = "marshal", _("marshal")
    LEGAL = "legal", _("legal observer")
    MEDIC = "medic", _("medic")
    INTERPRETER = "interpreter", _("interpreter")
    FLYERING = "flyering", _("flyering")


class AttendanceState(TextChoices):
    """Where one person's sign-up for one date stands."""

    PENDING = "pending", pgettext_lazy("sign-up for an event", "pending")
    ACCEPTED = "accepted", pgettext_lazy("sign-up for an event", "accepted")
    WAITLISTED = "waitlisted", pgettext_lazy("sign-up for an event", "on the waiting list")
    DECLINED = "declined", pgettext_lazy("sign-up for an event", "declined")
    CANCELLED = "cancelled", pgettext_lazy("sign-up for an event", "cancelled")


# Those who come, or still may.
COMING = (AttendanceState.PENDING, AttendanceState.ACCEPTED, AttendanceState.WAITLISTED)
# Those for whom nothing is left to do.
GONE = (AttendanceState.DECLINED, AttendanceState.CANCELLED)


class QuestionKind(TextChoices):
    """How a question of a form is answered."""

    TEXT = "text", _("in words")
    CHOICE = "choice", _("by a choice")


class AgreementKey(TextChoices):
    """What is agreed to; each has its versions."""

    NON_VIOLENCE = "non_violence", _("non-violence")
    PHOTOS = "photos", _("photos")
    CONDUCT = "conduct", _("how we treat each other")


class MessageAudience(TextChoices):
    """Whom a message of the organizers goes to."""

    ALL = "all", _("everybody who is coming or may be")
    ACCEPTED = "accepted", _("those who have a place")
    WAITING = "waiting", _("those on the waiting list")
    SHIFT = "shift", _("those of one shift")


class ProposalState(TextChoices):
    """Where an event that a visitor proposes stands."""

    PENDING = "pending", pgettext_lazy("proposed event", "not confirmed by mail yet")
    WAITING = "waiting", pgettext_lazy("proposed event", "waiting for a moderator")
    ACCEPTED = "accepted", pgettext_lazy("proposed event", "accepted")
    DECLINED = "declined", pgettext_lazy("proposed event", "declined")


class DeclineReason(TextChoices):
    """Why a proposed event is declined; its writer is told so in words of ours."""

    HOME = "home", _("it looks like somebody’s home")
    RULES = "rules", _("it does not go with the house rules")
    DAY = "day", _("there is not enough time left")
    SIMILAR = "similar", _("something like it is planned already")
    UNCLEAR = "unclear", _("too little is said of it")


class DoorAnswer(TextChoices):
    """What a door says to a code. Not stored."""

    IN = "in", pgettext_lazy("at a door", "Come in")
    ALREADY = "already", pgettext_lazy("at a door", "Already in")
    UNKNOWN = "unknown", pgettext_lazy("at a door", "No such code")
    MISREAD = "misread", pgettext_lazy("at a door", "Misread: type it again")
    WALKED = "walked", pgettext_lazy("at a door", "Counted")
