"""How many fit a segment, as a sentence for staff."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext, ngettext

from supporters.segment_reads import (
    REST_FROM,
    candidates,
    count_of,
    is_broad,
    names_a_place,
    needs_reading,
    told,
)
from supporters.segment_tree import is_narrow

# Sealed records opened in a second, on a small machine.
OPENED_PER_SECOND = 10_000


def number_words(tree: Mapping[str, Any]) -> str:
    """The number, counted now; where something has to be opened, what that would cost. One query."""
    if needs_reading(tree):
        return reading_words(tree)
    return told_words(count_of(tree), tree)


def told_words(number: int, tree: Mapping[str, Any]) -> str:
    """A number that was counted, as staff may know it."""
    shown = told(number, tree)
    if shown is None:
        if not is_broad(tree):
            return too_few_beside()
        return gettext("Fewer than ten people fit; how many is not told, so that nobody can be guessed.")
    if is_narrow(tree):
        return gettext("About %(number)s people fit, in full tens.") % {"number": intcomma(shown)}
    if shown == 0:
        return gettext("Nobody fits.")
    fits = ngettext("%(number)s person fits.", "%(number)s people fit.", shown)
    return fits % {"number": intcomma(shown)}


def too_few_beside() -> str:
    """Why nothing is told of a segment whose other rules leave so few."""
    said = gettext(
        "Fewer than %(number)d people fit the other rules, so where they are is not told. Take one of the "
        "other rules away."
    )
    return said % {"number": REST_FROM}


def reading_words(tree: Mapping[str, Any]) -> str:
    """What it would cost to count a segment of which something has to be opened; no number of people beside a
    rule that tells where they are, for nobody logs who read it.
    """
    if names_a_place(tree):
        return gettext("Postal codes are read when it is counted.")
    shown = told(candidates(tree).count(), tree)
    if shown is None:
        if not is_broad(tree):
            return too_few_beside()
        return gettext("Fewer than ten people can fit, whatever their postal code.")
    seconds = max(1, ceil(shown / OPENED_PER_SECOND))
    costs = ngettext(
        "About %(number)s people can fit: their postal codes are read when it is counted, which takes about "
        "%(seconds)d second.",
        "About %(number)s people can fit: their postal codes are read when it is counted, which takes about "
        "%(seconds)d seconds.",
        seconds,
    )
    return costs % {"number": intcomma(shown), "seconds": seconds}
