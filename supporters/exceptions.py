"""What can go wrong here; everything descends from ``SupportersError``."""

from privacy.exceptions import CountersignError


class SupportersError(CountersignError):
    """Root of this app's errors."""


class NoWording(SupportersError):
    """Raised when a consent question is asked that has no wording yet."""


class TooManyAsked(SupportersError):
    """Raised when more letters were asked for in this hour than are sent to whoever asks."""


class NothingToWithdraw(SupportersError):
    """Raised when a yes is taken back that does not stand."""


class TooManySearches(SupportersError):
    """A member of staff has searched the file as often as one may in an hour."""


class TooManyNotes(SupportersError):
    """A supporter has as many notes as anybody could read."""


class NoteTaken(SupportersError):
    """A note was to be written under the public_id of another supporter's note."""


class NotTheirOwnDeed(SupportersError):
    """Raised when somebody else than the person would lift a refusal or join them to a list."""


class BadTree(SupportersError):
    """Raised when the rules of a segment cannot be kept; its text is a sentence for staff."""


class NeedsReading(SupportersError):
    """Raised when a segment is asked for as one query, and has a rule that opens what is sealed."""


class SegmentGone(SupportersError):
    """Raised when the segment was deleted, or nothing of it has to be read."""


class WorkTaken(SupportersError):
    """Raised within a job when another worker has its work by now, or nobody wants it any more."""


class ImportGone(SupportersError):
    """Raised when an import cannot be changed, begun or undone any more: a colleague or a day was faster."""
