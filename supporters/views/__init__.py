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
from supporters.views.leaving import keep_me, unsubscribe, unsubscribe_all

__all__ = [
    "ask_door",
    "asked_door",
    "close_door",
    "correct",
    "download",
    "erase_me",
    "inside",
    "keep_me",
    "open_door",
    "save_choices",
    "unsubscribe",
    "unsubscribe_all",
    "withdraw_consent",
]
