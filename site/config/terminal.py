"""What a terminal says of whoever sits there. No setting is read: some commands run before there are any."""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

# What we speak; the first also to whoever speaks another.
LANGUAGES = ("en", "es")
# Where argparse looks for its words: the catalogue that Django reads for this site, and Python's own name
# for there being none.
CATALOGUE, LOCALES = "django", Path(__file__).resolve().parents[1] / "locale"
NO_CATALOGUE = "messages"


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """That of LC_ALL, LC_MESSAGES or LANG, the first one set, if we speak it; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := environment.get(name):
            language = found.partition("_")[0].partition(".")[0].lower()
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def lend_words(environment: Mapping[str, str] = os.environ) -> None:
    """Have argparse ("usage:", what is missing) speak the terminal's language, with ``terminal_words``.

    It asks Python's ``gettext``, which reads the same variables and no setting. For the whole process, and
    once: of ours nothing else asks there.
    """
    gettext.bindtextdomain(CATALOGUE, str(LOCALES))
    is_english = terminal_language(environment) == LANGUAGES[0]
    gettext.textdomain(NO_CATALOGUE if is_english else CATALOGUE)
