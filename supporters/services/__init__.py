"""The deeds of this floor: what comes in, what somebody chooses in their own door, and how they go."""

from supporters.services.door import (
    LONGEST_PAUSE,
    Corrected,
    ask_for_door,
    choose,
    close_door,
    correct_details,
    erase_oneself,
    open_door,
    withdraw_consent,
)
from supporters.services.people import (
    ConsentAnswer,
    add_partner,
    admit_supporter,
    erase_supporter,
    fill_gaps,
    note_activity,
    publish_first_wordings,
    publish_wording,
    record_consents,
    subscribe,
    unsubscribe,
)

__all__ = [
    "LONGEST_PAUSE",
    "ConsentAnswer",
    "Corrected",
    "add_partner",
    "admit_supporter",
    "ask_for_door",
    "choose",
    "close_door",
    "correct_details",
    "erase_oneself",
    "erase_supporter",
    "fill_gaps",
    "note_activity",
    "open_door",
    "publish_first_wordings",
    "publish_wording",
    "record_consents",
    "subscribe",
    "unsubscribe",
    "withdraw_consent",
]
