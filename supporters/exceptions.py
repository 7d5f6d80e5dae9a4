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


class NotTheirOwnDeed(SupportersError):
    """Raised when somebody else than the person would lift a refusal or join them to a list."""
