"""A mail as it leaves: written once per content, and then only joined for each person.

::

    rendered = render(content)                   # MJML, links, slots: once for each variant and language
    merged = merge(rendered, MergePerson(…))     # subject, html, text: for each recipient
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from mailings.merge_tags import Slot, Split
from mailings.region_zones import zone_of_region
from privacy.cleaning import clean_line

# A name is somebody's own words in our mail: no sentence, and nothing a mail program makes a link of.
LONGEST_VALUE = 60
NO_NAME = ("://", "www.", "@", "{", "}")


@dataclass(frozen=True, slots=True)
class MergePerson:
    """What may be said to one person, known at the moment of sending."""

    # The supporter's: what links are made of.
    public_id: UUID
    given_name: str = field(default="", repr=False)
    region: str = ""
    unsubscribe_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One content of one mailing, ready to be joined; ``values_for()`` gives the values of ``slots``.

    In ``html`` values stand escaped, in ``subject`` and ``text`` as they are.
    """

    language: str
    subject: Split
    preheader: Split
    html: Split
    text: Split
    slots: tuple[Slot, ...]
    source: str = ""
    deadline: datetime | None = None
    # An IANA name, for people of whom no region is known.
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Merged:
    """A mail as one person reads it."""

    subject: str
    html: str
    text: str


def merge(rendered: Rendered, person: MergePerson, *, now: datetime | None = None) -> Merged:
    """The mail for one person. Costs no query; ``now`` is what days left are counted from."""
    values = values_for(rendered, person, now=now)
    return Merged(
        subject=" ".join(rendered.subject.joined(values).split()),
        html=rendered.html.joined([escape(value) for value in values]),
        text=rendered.text.joined(values),
    )


def values_for(rendered: Rendered, person: MergePerson, *, now: datetime | None = None) -> Sequence[str]:
    """The value of each slot for one person, unescaped: for providers that join the mail themselves."""
    return [_value(slot, rendered, person, now) for slot in rendered.slots]


def _value(slot: Slot, rendered: Rendered, person: MergePerson, now: datetime | None) -> str:
    match slot.name:
        case "given_name":
            return _spoken(person.given_name) or slot.words
        case "region":
            return person.region or slot.words
        case "days_left":
            return _days_left(rendered, person.region, now or timezone.now()) or slot.words
        case "unsubscribe_url":
            return person.unsubscribe_url
        case _:
            raise ValueError(f"Nothing fills a slot called {slot.name!r}.")


def _spoken(name: str) -> str:
    name = clean_line(name)
    if len(name) > LONGEST_VALUE or any(sign in name.lower() for sign in NO_NAME):
        return ""
    return name


def _days_left(rendered: Rendered, region: str, now: datetime) -> str:
    """Counted in days of the calendar where the person lives: until midnight it is "1 day" there."""
    if rendered.deadline is None or rendered.deadline <= now:
        return ""
    zone = zone_of_region(region, rendered.zone)
    days = (rendered.deadline.astimezone(zone).date() - now.astimezone(zone).date()).days
    return days_in_words(days, rendered.language)


@lru_cache(maxsize=256)
def days_in_words(days: int, language: str) -> str:
    """``days`` to go, as it stands before "left": "3 days", "1 day", "less than a day"."""
    with translation.override(language):
        if days < 1:
            return gettext("less than a day")
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
