"""Public pages of this floor."""

from supporters.views.door import (
    ask_door,
    asked_door,
    close_door,
    correct,
    download,
    erase_me,
    inside,
    open_door,
    save_choices,
    withdraw_consent,
)
from supporters.views.joining import asked, confirm_join, join, joined, lists, not_me_join
from supporters.views.leaving import (
    keep_me,
    unsubscribe,
    unsubscribe_all,
    unsubscribe_some,
    why_unsubscribed,
)

__all__ = [
    "ask_door",
    "asked",
    "asked_door",
    "close_door",
    "confirm_join",
    "correct",
    "download",
    "erase_me",
    "inside",
    "join",
    "joined",
    "keep_me",
    "lists",
    "not_me_join",
    "open_door",
    "save_choices",
    "unsubscribe",
    "unsubscribe_all",
    "unsubscribe_some",
    "why_unsubscribed",
    "withdraw_consent",
]
