"""What mailings refuse. Views turn these into sentences."""

from privacy.exceptions import CountersignError


class MailingError(CountersignError):
    """Root of this app's exceptions."""


class NotThatState(MailingError):
    """The mailing stands elsewhere by now: somebody was faster."""


class NoRecipients(MailingError):
    """Nobody would get it."""


class NothingWritten(MailingError):
    """It has no words, in no language or not in the site's first."""


class NoLists(MailingError):
    """It goes to no list: nobody gets mail as somebody who asked for none."""


class NeedsSecond(MailingError):
    """A second person has not approved it, or something was changed since."""


class OwnApproval(MailingError):
    """Nobody approves what they made themselves."""


class HourPassed(MailingError):
    """The hour for which it would be scheduled is over."""


class StoppedByCheck(MailingError):
    """The checklist found something that would hurt."""
