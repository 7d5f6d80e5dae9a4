"""What else a developer wants to read on the local outbox page: apps above register a line each."""

from collections.abc import Callable

from privacy.registry import register_once

_notes: dict[str, Callable[[], str]] = {}


def register_dev_note(name: str, note: Callable[[], str]) -> None:
    """Show what ``note()`` returns above the mails; "" shows nothing. Only ever asked in development."""
    register_once(_notes, name, note, what="note of the outbox page")


def dev_notes() -> list[str]:
    """What the apps say now."""
    return [said for note in _notes.values() if (said := note())]
