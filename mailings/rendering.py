"""A mail as it leaves: written once per content, and then only joined for each person.

::

    rendered = render(content)                   # MJML, links, slots: once for each variant and language
    merged = merge(rendered, MergePerson(…))     # subject, html, text: for each recipient
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import get_language_info, gettext, ngettext

from campaigns.act_links import act_token, act_url
from campaigns.blocks import ActionRef
from campaigns.places import region_name
from mailings.enums import Variant
from mailings.mail_frame import Look, frame_html, frame_text
from mailings.mail_parts import write_parts
from mailings.mail_writer import ActLink, MailWriter
from mailings.merge_tags import ACT, LIST, Slot, Split, split
from mailings.region_zones import zone_of_region
from mailings.short_links import short_act_url
from privacy.cleaning import clean_line
from supporters.addresses import ask_door_url
from supporters.default_country import default_country

# A name is somebody's own words in our mail: no sentence, and nothing a mail program makes a link of.
LONGEST_VALUE = 60
NO_NAME = ("://", "www.", "@", "{", "}")


@dataclass(frozen=True, slots=True)
class MergePerson:
    """What may be said to one person, known at the moment of sending."""

    # The supporter's, for links that act at one press. None: nobody's (a preview), and they lead to pages.
    public_id: UUID | None
    given_name: str = field(default="", repr=False)
    region: str = ""
    country: str = ""
    # Of the list by which they get it, in the mail's language.
    list_name: str = ""
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
    # The addresses of ours that it links, each with its words; those of actions by kind and public id.
    links: Mapping[str, str] = field(default_factory=dict)
    acts: Mapping[str, ActLink] = field(default_factory=dict)
    # Addresses of others, each with its words; and what is wrong with blocks that were left out.
    foreign: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
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


def render(content: Any, *, codes: Mapping[str, str] | None = None) -> Rendered:
    """Write a MailContent once. ``codes``: the short code of each address that has one (``MailLink``).

    Without them it is a preview: its links go straight to our pages, and carry no source to be counted by.
    A second wording without a body has the first one's. Costs a few queries, and draws its pictures small
    where that was not done yet.
    """
    mailing, language = content.mailing, content.language
    with translation.override(language):
        look = Look.of(mailing.wrapper)
        writer = MailWriter(
            language=language,
            source=mailing.source_of(content.variant) if codes is not None else "",
            codes=codes or {},
            accent=look.accent,
            start="right" if get_language_info(language)["bidi"] else "left",
        )
        subject, preheader = writer.line(content.subject), writer.line(content.preheader)
        parts = write_parts(_body_of(content), writer)
        html = frame_html(
            parts=parts,
            subject=subject,
            preheader=preheader,
            wrapper=mailing.wrapper,
            look=look,
            writer=writer,
        )
        text = frame_text(parts=parts, wrapper=mailing.wrapper, writer=writer)
    return Rendered(
        language=language,
        subject=split(subject),
        preheader=split(preheader),
        html=split(html),
        text=split(text),
        slots=writer.slots.all(),
        links=writer.links,
        acts=writer.acts,
        foreign=writer.foreign,
        lost=tuple(writer.lost),
        source=mailing.source_of(content.variant),
        deadline=mailing.deadline_at,
        zone=mailing.deadline_zone or "UTC",
    )


def _body_of(content: Any) -> Any:
    if content.body or content.variant == Variant.A:
        return content.body
    first = content.mailing.contents.filter(variant=Variant.A, language=content.language).first()
    return first.body if first is not None else content.body


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
    now = now or timezone.now()
    return [FILLERS[slot.name](slot, rendered, person, now) for slot in rendered.slots]


def _region(slot: Slot, _rendered: Rendered, person: MergePerson, _now: datetime) -> str:
    country = person.country or default_country()
    return (region_name(person.region, country) if person.region else "") or slot.words


def _act(slot: Slot, rendered: Rendered, person: MergePerson, _now: datetime) -> str:
    """The person's own link to one press, good for 14 days; the action's page where it is nobody's mail."""
    ref, link = ActionRef.parse(slot.words), rendered.acts[slot.words]
    if person.public_id is None or ref is None:
        return link.url
    if link.code:
        token = act_token(supporter_id=person.public_id, action_id=ref.public_id)
        return short_act_url(link.url, token)
    return act_url(supporter_id=person.public_id, action_id=ref.public_id, source=rendered.source)


def _spoken(name: str) -> str:
    name = clean_line(name)
    if len(name) > LONGEST_VALUE or any(sign in name.lower() for sign in NO_NAME):
        return ""
    return name


def _days_left(slot: Slot, rendered: Rendered, person: MergePerson, now: datetime) -> str:
    """Counted in days of the calendar where the person lives: until midnight it is "1 day" there."""
    if rendered.deadline is None or rendered.deadline <= now:
        return slot.words
    zone = zone_of_region(person.region, rendered.zone)
    days = (rendered.deadline.astimezone(zone).date() - now.astimezone(zone).date()).days
    return days_in_words(days, rendered.language)


@lru_cache(maxsize=256)
def days_in_words(days: int, language: str) -> str:
    """``days`` to go, as it stands before "left": "3 days", "1 day", "less than a day"."""
    with translation.override(language):
        if days < 1:
            return gettext("less than a day")
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


FILLERS: Mapping[str, Callable[[Slot, Rendered, MergePerson, datetime], str]] = {
    "given_name": lambda slot, _rendered, person, _now: _spoken(person.given_name) or slot.words,
    "region": _region,
    "days_left": _days_left,
    "unsubscribe_url": lambda _slot, _rendered, person, _now: person.unsubscribe_url,
    "door_url": lambda _slot, _rendered, _person, _now: ask_door_url(),
    LIST: lambda _slot, _rendered, person, _now: person.list_name,
    ACT: _act,
}
