"""Answers to the organization's own questions, as people read them."""

from typing import Any

from django.utils.translation import gettext


def in_words(answer: Any) -> str:
    """An answer as people read it."""
    if isinstance(answer, bool):
        return gettext("yes") if answer else gettext("no")
    return str(answer)
