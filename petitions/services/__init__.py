"""The writes of this app: one verb, one function, keyword-only."""

from petitions.services.closing import close_petition, declare_won
from petitions.services.confirming import complete_signature, confirm_signature
from petitions.services.copying import clone_petition
from petitions.services.deliveries import (
    ask_for_pack,
    change_delivery,
    discard_delivery,
    hand_over,
    open_pack,
    plan_delivery,
    record_reply,
)
from petitions.services.leaving import disown_signature, refuse_reminders, withdraw_signature
from petitions.services.news import approve_news, decline_news, end_updates, propose_news, stop_news
from petitions.services.places import change_place, hide_place, open_places, show_place
from petitions.services.proposals import accept_proposal, decline_proposal, propose_place
from petitions.services.signing import sign_petition
from petitions.services.staff import invalidate_signature, release_signature, unmask_signature
from petitions.services.telling import Told, tell_of_delivery, tell_of_reply
from petitions.services.updates import decline_update, hide_update, propose_update, show_update

__all__ = [
    "Told",
    "accept_proposal",
    "approve_news",
    "ask_for_pack",
    "change_delivery",
    "change_place",
    "clone_petition",
    "close_petition",
    "complete_signature",
    "confirm_signature",
    "declare_won",
    "decline_news",
    "decline_proposal",
    "decline_update",
    "discard_delivery",
    "disown_signature",
    "end_updates",
    "hand_over",
    "hide_place",
    "hide_update",
    "invalidate_signature",
    "open_pack",
    "open_places",
    "plan_delivery",
    "propose_news",
    "propose_place",
    "propose_update",
    "record_reply",
    "refuse_reminders",
    "release_signature",
    "show_place",
    "show_update",
    "sign_petition",
    "stop_news",
    "tell_of_delivery",
    "tell_of_reply",
    "unmask_signature",
    "withdraw_signature",
]
