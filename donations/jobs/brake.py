"""Against whoever tries stolen cards: caps, and a brake that stops all gifts while most cards are refused."""


def note_refused_card() -> None:
    """One more card was refused."""
