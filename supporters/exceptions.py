"""What can go wrong here; everything descends from ``SupportersError``."""

from privacy.exceptions import CountersignError


class SupportersError(CountersignError):
    """Root of this app's errors."""


class NoWording(SupportersError):
    """Raised when a consent question is asked that has no wording yet."""


class TooManyAsked(SupportersError):
    """Raised when more letters were asked for in this hour than are sent to whoever asks."""


class TooManyJoined(SupportersError):
    """Raised when somebody joined more lists in a day than anybody means to."""


class KeysRotated(SupportersError):
    """Raised when an import cannot be undone because the keys of the indexes were rotated since."""


class NotSure(SupportersError):
    """Raised when an import would take so many off all mail that it is asked for twice."""


class ProofUsed(SupportersError):
    """Raised when a form brings work that was handed in before."""


class SignUpGone(SupportersError):
    """Raised when a sign-up for a list ran out, or was removed, before its button was pressed."""


class NothingToWithdraw(SupportersError):
    """Raised when a yes is taken back that does not stand."""


class TooManySearches(SupportersError):
    """A member of staff has searched the file as often as one may in an hour."""


class TooFewLeft(SupportersError):
    """A search by name would have opened so few records that it asks about somebody."""


class TooManyNotes(SupportersError):
    """A supporter has as many notes as anybody could read."""


class NoteTaken(SupportersError):
    """A note was to be written under the public_id of another supporter's note."""


class NotTheirOwnDeed(SupportersError):
    """Raised when somebody else than the person would lift a refusal or join them to a list."""


class CannotBeUndone(SupportersError):
    """A deed on a segment or a merge cannot be taken back: it is not done, a later one comes first, or its
    day is over, and what takes it back is gone."""


class DeedTaken(SupportersError):
    """A deed on a segment was to be asked for under the public_id of a colleague's."""


class BadTree(SupportersError):
    """Raised when the rules of a segment cannot be kept; its text is a sentence for staff."""


class NeedsReading(SupportersError):
    """Raised when a segment is asked for as one query, and has a rule that opens what is sealed."""


class SegmentGone(SupportersError):
    """Raised when the segment was deleted, or nothing of it has to be read."""


class WorkTaken(SupportersError):
    """Raised within a job when another worker has its work by now, or nobody wants it any more."""


class CannotMerge(SupportersError):
    """Root of why two records are not made one."""


class MergedAlready(CannotMerge):
    """Raised when the other record is part of this one already: a second press."""


class SupporterGone(CannotMerge):
    """Raised when one of the two was erased, or merged into a third, or cannot be read."""


class NotConfirmed(CannotMerge):
    """Raised when the record that is to stand never confirmed its address and the other one did."""


class ReadByOthers(CannotMerge):
    """Raised when a school, an employer or a target may read the mail of the record that is to stand, and not
    that of the other one."""


# --- what leaves ---------------------------------------------------------------------------------


class FileGone(SupportersError):
    """Raised when there is nothing (any more) to agree to, take along, read or delete: a day is over."""


class OwnRequest(SupportersError):
    """Raised when somebody would agree, as the second person, to what they asked for themselves."""


class NotAllowed(SupportersError):
    """Raised for columns that a purpose does not allow, and for none at all."""


class NoRecipient(SupportersError):
    """Raised when a partner has no key that a hand-over could be encrypted to."""


class TooFewPeople(SupportersError):
    """Raised when a table to count and compare would hold so few that each could be told."""


class KeyNotAgreed(SupportersError):
    """Raised when a partner's key was put in by one person, and no second one compared it yet."""


class ImportGone(SupportersError):
    """Raised when an import cannot be changed, begun or undone any more: a colleague or a day was faster."""
