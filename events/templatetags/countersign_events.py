"""An event's dates, place and words in templates."""

from datetime import datetime
from typing import NamedTuple

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import spoken
from events.models import Event, Occurrence, Shift
from events.place_words import place_of
from events.tongues import TONGUES
from privacy import local_time
from privacy.localized import LocalizedText

register = template.Library()


class Spoken(NamedTuple):
    """A text, and the language it is in."""

    text: str
    language: str


@register.simple_tag
def best_words(text: LocalizedText) -> Spoken:
    """A text in the active language, else in the first it has: with its language, for ``lang=``."""
    return Spoken(*text.best(get_language() or ""))


@register.filter
def day_of(occurrence: Occurrence) -> str:
    """“Saturday, December 5”."""
    return spoken.day_of(occurrence.local_start)


@register.filter
def hours_of(occurrence: Occurrence) -> str:
    """“6 p.m. – 8 p.m.”."""
    return spoken.hours_of(occurrence.local_start, occurrence.local_end)


@register.filter
def zone_of(occurrence: Occurrence) -> str:
    """“PST”."""
    return spoken.zone_name(occurrence)


@register.filter
def when_of(occurrence: Occurrence) -> str:
    """Day, hours and zone in one line."""
    return spoken.when_of(occurrence)


@register.simple_tag
def shift_hours(shift: Shift, occurrence: Occurrence) -> str:
    """When a shift is."""
    return spoken.shift_hours(shift, occurrence)


@register.simple_tag
def place_words(event: Event) -> str:
    """Where it is, in one line: of a guarded event its area, never more."""
    return place_of(event)


@register.simple_tag
def access_words(event: Event) -> list[str]:
    """What makes it easier to come, as far as it is said."""
    said = {
        _("step-free"): event.is_step_free,
        _("seating"): event.has_seating,
        _("sign language"): event.has_sign_language,
        _("masks are worn"): event.asks_masks,
        _("childcare"): event.has_childcare,
    }
    return [str(words) for words, is_so in said.items() if is_so]


@register.simple_tag
def spoken_there(event: Event) -> list[str]:
    """The languages spoken there, in the language that is read."""
    return [str(TONGUES[code]) for code in event.languages if code in TONGUES]


@register.simple_tag
def local_iso(instant: datetime, zone: str) -> str:
    """“2026-12-05T18:00:00-08:00”, for programs."""
    return instant.astimezone(local_time.zone_of(zone)).isoformat()


@register.simple_tag
def local_when(instant: datetime, zone: str) -> str:
    """Day and hour of an instant, as the clock there shows."""
    return spoken.moment_of(local_time.to_local(instant, zone))


@register.simple_tag
def code_picture(code: str) -> SafeString:
    """A ticket code as a picture that a phone at the door can scan: the code alone, no address."""
    drawn = segno.make_qr(code, error="m").svg_inline(
        scale=6, dark="black", light="white", svgclass="cs-ticket__picture", lineclass=None, omitsize=True
    )
    # nosemgrep: no-mark-safe (of seven letters and digits, drawn by a library)
    return mark_safe(drawn)  # noqa: S308
