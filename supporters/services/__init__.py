"""The deeds of this floor: what comes in, what somebody chooses in their own door, and how they go."""

from supporters.services.alike import look_for_like_names
from supporters.services.consents import (
    ConsentAnswer,
    note_activity,
    record_consents,
    subscribe,
    unsubscribe,
)
from supporters.services.door import (
    LONGEST_PAUSE,
    Choices,
    Corrected,
    ask_for_door,
    choose,
    close_door,
    correct_details,
    erase_oneself,
    erase_while_locked,
    open_door,
    withdraw_consent,
)
from supporters.services.leaving_mail import leave_mail, leave_some, tell_why
from supporters.services.merging import details_apart, dismiss_suggestion, merge_supporters, undo_merge
from supporters.services.notes import delete_note, write_note
from supporters.services.organization import keep_house_rules
from supporters.services.people import (
    admit_supporter,
    erase_supporter,
    fill_gaps,
    hold_supporter,
    unmask_supporter,
)
from supporters.services.staff import erase_at_request, read_notes, take_off_mail, throw_note_away
from supporters.services.wordings import add_partner, publish_first_wordings, publish_wording

__all__ = [
    "LONGEST_PAUSE",
    "Choices",
    "ConsentAnswer",
    "Corrected",
    "add_partner",
    "admit_supporter",
    "ask_for_door",
    "choose",
    "close_door",
    "correct_details",
    "delete_note",
    "details_apart",
    "dismiss_suggestion",
    "erase_at_request",
    "erase_oneself",
    "erase_supporter",
    "erase_while_locked",
    "fill_gaps",
    "hold_supporter",
    "keep_house_rules",
    "leave_mail",
    "leave_some",
    "look_for_like_names",
    "merge_supporters",
    "note_activity",
    "open_door",
    "publish_first_wordings",
    "publish_wording",
    "read_notes",
    "record_consents",
    "subscribe",
    "take_off_mail",
    "tell_why",
    "throw_note_away",
    "undo_merge",
    "unmask_supporter",
    "unsubscribe",
    "withdraw_consent",
    "write_note",
]
