"""The writes of this app: one verb, one function, keyword-only."""

from petitions.services.closing import close_petition, declare_won
from petitions.services.comments import Decided, approve_comments, hide_comments
from petitions.services.confirming import complete_signature, confirm_signature
from petitions.services.copying import clone_petition
from petitions.services.deliveries import (
    ask_for_pack,
    change_delivery,
    discard_delivery,
    hand_over,
    open_pack,
    plan_delivery,
    plan_place_delivery,
    record_reply,
)
from petitions.services.embeds import offer_embed
from petitions.services.exports import allow_export, ask_for_export, end_export, open_export
from petitions.services.fraud import (
    count_rule,
    delete_rule,
    go_on_with_run,
    note_burst,
    put_aside_chosen,
    release_chosen,
    run_rule,
    undo_run,
    write_rule,
)
from petitions.services.kiosks import end_kiosk, open_kiosk
from petitions.services.leaving import disown_signature, refuse_reminders, withdraw_signature
from petitions.services.local_words import tell_from_campus, write_from_campus
from petitions.services.milestones import take_back_milestones
from petitions.services.news import approve_news, decline_news, end_updates, propose_news, stop_news
from petitions.services.organizers import (
    invite_organizer,
    invite_organizers,
    mail_fresh_link,
    renew_organizer,
    revoke_organizer,
)
from petitions.services.paper import Slip, begin_batch, enter_slip, undo_batch
from petitions.services.places import change_place, hide_place, open_places, show_place
from petitions.services.pressing import press_signature
from petitions.services.proposals import accept_proposal, decline_proposal, propose_place
from petitions.services.proving import ask_for_proof, drop_proof, prove_campus
from petitions.services.recruiters import approve_notice, remove_notice, tell_of_recruiter
from petitions.services.reports import finish_report, report_page
from petitions.services.signing import sign_petition
from petitions.services.staff import invalidate_signature, release_signature, unmask_signature
from petitions.services.states import (
    archive_petition,
    go_live,
    pause_petition,
    resume_petition,
    unarchive_petition,
)
from petitions.services.telling import Told, tell_of_delivery, tell_of_reply
from petitions.services.updates import decline_update, hide_update, propose_update, show_update, tell_update

__all__ = [
    "Decided",
    "Slip",
    "Told",
    "accept_proposal",
    "allow_export",
    "approve_comments",
    "approve_news",
    "approve_notice",
    "archive_petition",
    "ask_for_export",
    "ask_for_pack",
    "ask_for_proof",
    "begin_batch",
    "change_delivery",
    "change_place",
    "clone_petition",
    "close_petition",
    "complete_signature",
    "confirm_signature",
    "count_rule",
    "declare_won",
    "decline_news",
    "decline_proposal",
    "decline_update",
    "delete_rule",
    "discard_delivery",
    "disown_signature",
    "drop_proof",
    "end_export",
    "end_kiosk",
    "end_updates",
    "enter_slip",
    "finish_report",
    "go_live",
    "go_on_with_run",
    "hand_over",
    "hide_comments",
    "hide_place",
    "hide_update",
    "invalidate_signature",
    "invite_organizer",
    "invite_organizers",
    "mail_fresh_link",
    "note_burst",
    "offer_embed",
    "open_export",
    "open_kiosk",
    "open_pack",
    "open_places",
    "pause_petition",
    "plan_delivery",
    "plan_place_delivery",
    "press_signature",
    "propose_news",
    "propose_place",
    "propose_update",
    "prove_campus",
    "put_aside_chosen",
    "record_reply",
    "refuse_reminders",
    "release_chosen",
    "release_signature",
    "remove_notice",
    "renew_organizer",
    "report_page",
    "resume_petition",
    "revoke_organizer",
    "run_rule",
    "show_place",
    "show_update",
    "sign_petition",
    "stop_news",
    "take_back_milestones",
    "tell_from_campus",
    "tell_of_delivery",
    "tell_of_recruiter",
    "tell_of_reply",
    "tell_update",
    "unarchive_petition",
    "undo_batch",
    "undo_run",
    "unmask_signature",
    "withdraw_signature",
    "write_from_campus",
    "write_rule",
]
