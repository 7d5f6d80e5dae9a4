"""The public side: the form's door, the links in mails, and the pages they lead to."""

from petitions.views.links import confirm, no_reminders, no_updates, not_me, withdraw
from petitions.views.proposing import propose_place
from petitions.views.results import removed, signed, thanks, withdrawn
from petitions.views.signing import sign

__all__ = [
    "confirm",
    "no_reminders",
    "no_updates",
    "not_me",
    "propose_place",
    "removed",
    "sign",
    "signed",
    "thanks",
    "withdraw",
    "withdrawn",
]
