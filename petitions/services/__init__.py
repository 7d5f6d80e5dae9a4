"""The writes of this app: one verb, one function, keyword-only."""

from petitions.services.closing import close_petition, declare_won, deliver_petition
from petitions.services.confirming import complete_signature, confirm_signature
from petitions.services.copying import clone_petition
from petitions.services.leaving import disown_signature, refuse_reminders, withdraw_signature
from petitions.services.places import change_place, hide_place, open_places, show_place
from petitions.services.proposals import accept_proposal, decline_proposal, propose_place
from petitions.services.proving import ask_for_proof, drop_proof, prove_campus
from petitions.services.recruiters import approve_notice, remove_notice, tell_of_recruiter
from petitions.services.signing import sign_petition
from petitions.services.staff import invalidate_signature, release_signature, unmask_signature

__all__ = [
    "accept_proposal",
    "approve_notice",
    "ask_for_proof",
    "change_place",
    "clone_petition",
    "close_petition",
    "complete_signature",
    "confirm_signature",
    "declare_won",
    "decline_proposal",
    "deliver_petition",
    "disown_signature",
    "drop_proof",
    "hide_place",
    "invalidate_signature",
    "open_places",
    "propose_place",
    "prove_campus",
    "refuse_reminders",
    "release_signature",
    "remove_notice",
    "show_place",
    "sign_petition",
    "tell_of_recruiter",
    "unmask_signature",
    "withdraw_signature",
]
