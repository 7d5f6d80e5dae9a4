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
from petitions.services.exports import allow_export, ask_for_export, end_export, open_export
from petitions.services.leaving import disown_signature, refuse_reminders, withdraw_signature
from petitions.services.local_words import tell_from_campus, write_from_campus
from petitions.services.news import approve_news, decline_news, end_updates, propose_news, stop_news
from petitions.services.organizers import (
    invite_organizer,
    invite_organizers,
    mail_fresh_link,
    renew_organizer,
    revoke_organizer,
)
from petitions.services.places import change_place, hide_place, open_places, show_place
from petitions.services.proposals import accept_proposal, decline_proposal, propose_place
from petitions.services.proving import ask_for_proof, drop_proof, prove_campus
from petitions.services.recruiters import approve_notice, remove_notice, tell_of_recruiter
from petitions.services.signing import sign_petition
from petitions.services.staff import invalidate_signature, release_signature, unmask_signature
from petitions.services.telling import Told, tell_of_delivery, tell_of_reply
from petitions.services.updates import decline_update, hide_update, propose_update, show_update, tell_update

__all__ = [
    "Told",
    "accept_proposal",
    "allow_export",
    "approve_news",
    "approve_notice",
    "ask_for_export",
    "ask_for_pack",
    "ask_for_proof",
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
    "drop_proof",
    "end_export",
    "end_updates",
    "hand_over",
    "hide_place",
    "hide_update",
    "invalidate_signature",
    "invite_organizer",
    "invite_organizers",
    "mail_fresh_link",
    "open_export",
    "open_pack",
    "open_places",
    "plan_delivery",
    "propose_news",
    "propose_place",
    "propose_update",
    "prove_campus",
    "record_reply",
    "refuse_reminders",
    "release_signature",
    "remove_notice",
    "renew_organizer",
    "revoke_organizer",
    "show_place",
    "show_update",
    "sign_petition",
    "stop_news",
    "tell_from_campus",
    "tell_of_delivery",
    "tell_of_recruiter",
    "tell_of_reply",
    "tell_update",
    "unmask_signature",
    "withdraw_signature",
    "write_from_campus",
]
