"""What tasks do, by subject; what floors above and other rooms call is named here."""

from supporters.jobs.people import (
    BATCH,
    DOOR,
    ERASED,
    KEEP_ME,
    ask_silent,
    erase,
    erase_unless_live,
    expire_doors,
    forget,
    forget_door,
    forget_doors,
    forget_subject,
    note_idle,
    settle_fingerprint,
)

__all__ = [
    "BATCH",
    "DOOR",
    "ERASED",
    "KEEP_ME",
    "ask_silent",
    "erase",
    "erase_unless_live",
    "expire_doors",
    "forget",
    "forget_door",
    "forget_doors",
    "forget_subject",
    "note_idle",
    "settle_fingerprint",
]
