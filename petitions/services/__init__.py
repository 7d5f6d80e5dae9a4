"""The writes of this app: one verb, one function, keyword-only."""

from petitions.services.closing import close_petition, declare_won, deliver_petition
from petitions.services.confirming import complete_signature, confirm_signature
from petitions.services.copying import clone_petition
from petitions.services.leaving import disown_signature, refuse_reminders, withdraw_signature
from petitions.services.news import approve_news, decline_news, end_updates, propose_news, stop_news
from petitions.services.places import change_place, hide_place, open_places, show_place
from petitions.services.proposals import accept_proposal, decline_proposal, propose_place
from petitions.services.signing import sign_petition
from petitions.services.staff import invalidate_signature, release_signature, unmask_signature
from petitions.services.updates import decline_update, hide_update, propose_update, show_update

__all__ = [
    "accept_proposal",
    "approve_news",
    "change_place",
    "clone_petition",
    "close_petition",
    "complete_signature",
    "confirm_signature",
    "declare_won",
    "decline_news",
    "decline_proposal",
    "decline_update",
    "deliver_petition",
    "disown_signature",
    "end_updates",
    "hide_place",
    "hide_update",
    "invalidate_signature",
    "open_places",
    "propose_news",
    "propose_place",
    "propose_update",
    "refuse_reminders",
    "release_signature",
    "show_place",
    "show_update",
    "sign_petition",
    "stop_news",
    "unmask_signature",
    "withdraw_signature",
]
