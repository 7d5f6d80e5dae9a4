"""What is told of few people: nothing, and of many in full tens. A leaf."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext

# No group of fewer is told to anybody (PRIVACY §4.3).
SMALLEST_GROUP = 10


def in_tens(number: int) -> int:
    """At least so many: full tens, so that nobody sees a single one come or go. 0 below ten."""
    return number - number % SMALLEST_GROUP


def tens_words(number: int) -> str:
    """The same for staff to read: "120", or "fewer than 10"."""
    told = in_tens(number)
    return str(intcomma(told)) if told else gettext("fewer than 10")
