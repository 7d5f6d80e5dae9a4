"""Everything that mailings store, by subject."""

from mailings.models.content import MailContent
from mailings.models.links import LinkHour, MailLink
from mailings.models.mailing import Mailing
from mailings.models.notices import PauseNotice
from mailings.models.recipients import Recipient
from mailings.models.senders import Sender
from mailings.models.series import Series, SeriesPlace, SeriesStep
from mailings.models.test_sends import TestSend
from mailings.models.totals import MailingTotal
from mailings.models.wrappers import Wrapper

__all__ = [
    "LinkHour",
    "MailContent",
    "MailLink",
    "Mailing",
    "MailingTotal",
    "PauseNotice",
    "Recipient",
    "Sender",
    "Series",
    "SeriesPlace",
    "SeriesStep",
    "TestSend",
    "Wrapper",
]
