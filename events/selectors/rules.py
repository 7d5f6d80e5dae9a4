"""What the page of an event, its form and the POST of it need: kept for three seconds in each process."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from campaigns.pages import pages_of
from events.exceptions import EventMissing
from events.models import Agreement, Event, Occurrence, Question, Shift
from events.wordings import NEWS, PARTNER
from supporters.models import ConsentWording
from supporters.selectors import current_wording

RULES_SECONDS = 3.0
RULES_KEPT = 200
# On one page; a weekly event has its next three months there.
MOST_DATES = 14


@dataclass(frozen=True, slots=True)
class OfferedPart:
    """One thing to sign up for: a date, or a shift of it. ``key`` says which in the form."""

    key: str
    occurrence: Occurrence
    shift: Shift | None

    @property
    def is_full(self) -> bool:
        """Whether who signs up now is put on the waiting list."""
        return self.occurrence.free == 0 or (self.shift is not None and self.shift.free == 0)


@dataclass(frozen=True, slots=True)
class EventRules:
    """An event with its next dates, what it asks and where its pages are."""

    event: Event
    # Those that are not over, those called off among them.
    dates: tuple[Occurrence, ...]
    # What can be signed up for, by its key, in order of time.
    parts: Mapping[str, OfferedPart]
    questions: tuple[Question, ...]
    agreements: tuple[Agreement, ...]
    # Every version that a cached page may still show.
    known_agreements: Mapping[UUID, Agreement]
    news_wordings: Mapping[str, ConsentWording]
    partner_wordings: Mapping[str, tuple[ConsentWording, ...]]
    known_wordings: Mapping[UUID, ConsentWording]
    # Paths of its live, public pages, by language.
    page_paths: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether anybody can sign up for anything now."""
        return self.event.is_live and bool(self.parts)


_rules: dict[UUID, tuple[float, EventRules]] = {}


def event_rules(public_id: UUID) -> EventRules:
    """The rules of one event, at most three seconds old. Raises EventMissing."""
    kept = _rules.get(public_id)
    if kept is not None and monotonic() < kept[0]:
        return kept[1]
    event = (
        Event.objects.select_related("campaign__news_list", "kind", "institution")
        .filter(public_id=public_id)
        .first()
    )
    if event is None:
        _rules.pop(public_id, None)
        raise EventMissing
    if len(_rules) >= RULES_KEPT:
        _rules.clear()
    rules = _read_rules(event)
    _rules[public_id] = (monotonic() + RULES_SECONDS, rules)
    return rules


def forget_rules() -> None:
    """Read the rules of all events anew at the next form."""
    _rules.clear()


def page_path(event: Event, language: str) -> str:
    """The address of the event's page in ``language``, else in any, else ""."""
    paths = event_rules(event.public_id).page_paths
    return paths.get(language) or next(iter(paths.values()), "")


def _read_rules(event: Event) -> EventRules:
    languages = [code for code, _name in settings.LANGUAGES]
    dates = tuple(event.occurrences.ahead().prefetch_related("shifts")[:MOST_DATES])
    for date in dates:
        # One row of the event for all of them, with what the form needs of its campaign.
        date.event = event
    partners = tuple(event.partners.order_by("name")[:3]) if not event.is_guarded else ()
    agreements = list(Agreement.objects.filter(key__in=event.agreed_keys).order_by("-version"))
    newest = {one.key: one for one in reversed(agreements)}
    asked = Q(key=NEWS, partner=None) | Q(key=PARTNER, partner__in=partners)
    return EventRules(
        event=event,
        dates=dates,
        parts={part.key: part for date in dates if date.takes_registrations for part in _parts_of(date)},
        questions=tuple(event.questions.all()),
        agreements=tuple(newest[key] for key in event.agreed_keys if key in newest),
        known_agreements={one.public_id: one for one in agreements},
        news_wordings={language: current_wording(NEWS, language) for language in languages},
        partner_wordings={
            language: tuple(current_wording(PARTNER, language, partner) for partner in partners)
            for language in languages
        },
        known_wordings={wording.public_id: wording for wording in ConsentWording.objects.filter(asked)},
        page_paths=_page_paths(event),
    )


def _parts_of(date: Occurrence) -> list[OfferedPart]:
    shifts = list(date.shifts.all())
    if not shifts:
        return [OfferedPart(date.public_id.hex, date, None)]
    return [OfferedPart(shift.public_id.hex, date, shift) for shift in shifts]


def _page_paths(event: Event) -> dict[str, str]:
    paths: dict[str, str] = {}
    for page in pages_of(event):
        if page.live and (url := page.get_url()) and not page.get_view_restrictions().exists():
            paths.setdefault(page.locale.language_code, url)
    return paths
