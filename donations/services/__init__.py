"""The writes of this app: one verb, one function, keyword-only."""

from donations.jobs.books import (
    note_disputed,
    note_expired,
    note_failed,
    note_failed_charge,
    note_instalment,
    note_paid,
    note_pending,
    note_refunded,
)
from donations.jobs.standing import note_recurring
from donations.services.starting import Asked, note_checkout, refuse_closed, start_donation

__all__ = [
    "Asked",
    "note_checkout",
    "note_disputed",
    "note_expired",
    "note_failed",
    "note_failed_charge",
    "note_instalment",
    "note_paid",
    "note_pending",
    "note_recurring",
    "note_refunded",
    "refuse_closed",
    "start_donation",
]
