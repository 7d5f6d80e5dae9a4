"""The writes of this app: one verb, one function, keyword-only."""

from petitions.services.closing import close_petition, declare_won, deliver_petition
from petitions.services.confirming import complete_signature, confirm_signature
from petitions.services.copying import clone_petition
from petitions.services.leaving import disown_signature, refuse_reminders, withdraw_signature
from petitions.services.signing import sign_petition
from petitions.services.staff import invalidate_signature, release_signature, unmask_signature

__all__ = [
    "clone_petition",
    "close_petition",
    "complete_signature",
    "confirm_signature",
    "declare_won",
    "deliver_petition",
    "disown_signature",
    "invalidate_signature",
    "refuse_reminders",
    "release_signature",
    "sign_petition",
    "unmask_signature",
    "withdraw_signature",
]
