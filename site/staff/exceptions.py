"""What the staff door refuses."""

from privacy.exceptions import CountersignError


class StaffError(CountersignError):
    """Root of what this app refuses."""


class NameTaken(StaffError):
    """Somebody has this login name already, in upper or lower case."""


class NoInvitation(StaffError):
    """There is no invitation of this kind any more: accepted, taken back, or renewed since."""


class TooManyTries(StaffError):
    """This account was tried too often within the hour."""


class WrongCode(StaffError):
    """The code, the security key or the password is not the right one, or was used already."""


class LastFactor(StaffError):
    """The only second step cannot be removed: the account would be left without one."""


class NotYourself(StaffError):
    """One's own account is not let in anew: that takes another Administrator."""
