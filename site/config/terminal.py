"""What a terminal says of whoever sits there. No setting is read: some commands run before there are any."""

import os
from collections.abc import Mapping

# What we speak; the first also to whoever speaks another.
LANGUAGES = ("en", "es")


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """That of LC_ALL, LC_MESSAGES or LANG, the first one set, if we speak it; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := environment.get(name):
            language = found.partition("_")[0].partition(".")[0].lower()
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]
