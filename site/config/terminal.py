"""What a terminal says of whoever sits there. No setting is read: some commands run before there are any."""

from collections.abc import Mapping, Sequence


def terminal_language(environment: Mapping[str, str], *, spoken: Sequence[str]) -> str:
    """That of LC_ALL, LC_MESSAGES or LANG, the first one set, if it is ``spoken``; else the first spoken."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := environment.get(name):
            language = found.partition("_")[0].partition(".")[0].lower()
            return language if language in spoken else spoken[0]
    return spoken[0]
