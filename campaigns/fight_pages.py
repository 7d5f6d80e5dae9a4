"""What the list of local fights shows, in a page or at the plugin's own address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext, npgettext
from django.utils.translation import gettext as _

from campaigns.coming_days import ComingDay, coming_of_measures
from campaigns.enums import MeasureKind, MeasureState, Technology
from campaigns.ics import CalendarEntry
from campaigns.models import Measure
from campaigns.places import region_name
from campaigns.selectors import FightFilter, Votes, fights, read_fight_filter, regions_with_fights, votes_of
from privacy.conf import current
from supporters.default_country import default_country

# As the cache takes them; nobody pages that far.
MOST_PAGES = 999
# How long a hearing is in a calendar: nobody says when it ends.
HEARING_LASTS = timedelta(hours=2)
WON, OPEN, LOST = "won", "open", "lost"
_LOST = (MeasureState.FAILED, MeasureState.NOT_KEPT)


@dataclass(frozen=True, slots=True)
class Line:
    """One fight of the list."""

    measure: Measure
    votes: Votes | None
    hearing: ComingDay | None

    @property
    def url(self) -> str:
        return fight_url(self.measure)

    @property
    def place(self) -> str:
        return place_of(self.measure)

    @property
    def look(self) -> str:
        return look_of(self.measure)


def fights_context(asked: Mapping[str, str]) -> dict[str, Any]:
    """What ``campaigns/fights/list.html`` needs: the fights that were asked for, the filters, the totals.

    ``fights`` holds all that match, for a map. Four queries.
    """
    looked_for = read_fight_filter(asked)
    found = fights(looked_for)
    page = asked.get("page", "1")
    number = min(max(int(page[:4]), 1), MOST_PAGES) if page[:4].isdecimal() else 1
    measures, has_more = found.page(number)
    country = default_country()
    speaking = urlencode({"lang": get_language() or ""})
    return {
        "fights": found,
        "lines": [line_of(measure) for measure in measures],
        "totals": [(count, total_words(state, count)) for state, count in found.totals],
        "looked_for": looked_for,
        "kinds": MeasureKind.choices,
        "technologies": Technology.choices,
        "states": MeasureState.choices,
        "regions": [(code, region_name(code, country)) for code in regions_with_fights()],
        "find_url": reverse("countersign_fights"),
        "calendar_url": f"{reverse('countersign_fights_calendar')}?{speaking}",
        "number": number,
        "earlier": _query(looked_for, number - 1) if number > 1 else "",
        "later": _query(looked_for, number + 1) if has_more else "",
    }


def line_of(measure: Measure) -> Line:
    """One fight as the list tells it; its seats are prefetched."""
    return Line(measure, votes_of(measure), next(iter(coming_of_measures([measure])), None))


def fight_url(measure: Measure) -> str:
    """The page of one fight in the active language."""
    path = reverse("countersign_fight", args=[measure.public_id])
    return f"{path}?{urlencode({'lang': get_language() or ''})}"


def place_of(measure: Measure) -> str:
    """“Oakland, California”; a state alone says itself."""
    place = measure.jurisdiction
    region = region_name(place.region, place.country) if place.region else ""
    return ", ".join(dict.fromkeys(part for part in (place.name, region) if part))


def look_of(measure: Measure) -> str:
    """Whether it was won, is open or was lost."""
    if measure.state in _LOST:
        return LOST
    return OPEN if measure.is_open else WON


def votes_words(votes: Votes) -> str:
    """“4 for, 3 against, 2 unknown.”, and how many more it needs, where that is known."""
    said = _("%(for)s for, %(against)s against, %(unknown)s unknown.") % {
        "for": votes.in_favor,
        "against": votes.against,
        "unknown": votes.unknown,
    }
    if votes.missing is None:
        return said
    if not votes.missing:
        return _("It has the votes it needs: %(said)s") % {"said": said}
    needs = ngettext("Needs %(number)s more vote:", "Needs %(number)s more votes:", votes.missing)
    return f"{needs % {'number': votes.missing}} {said}"


def total_words(state: MeasureState, number: int) -> str:
    """“passed” behind a number of fights."""
    return {
        MeasureState.IDEA: npgettext("local fights", "idea", "ideas", number),
        MeasureState.INTRODUCED: npgettext("local fights", "introduced", "introduced", number),
        MeasureState.HEARING: npgettext("local fights", "before a hearing", "before a hearing", number),
        MeasureState.POSTPONED: npgettext("local fights", "postponed", "postponed", number),
        MeasureState.WEAKENED: npgettext("local fights", "weakened", "weakened", number),
        MeasureState.PASSED: npgettext("local fights", "passed", "passed", number),
        MeasureState.STRENGTHENED: npgettext("local fights", "strengthened", "strengthened", number),
        MeasureState.FAILED: npgettext("local fights", "failed", "failed", number),
        MeasureState.DEFEATED: npgettext("local fights", "purchase defeated", "purchases defeated", number),
        MeasureState.NOT_KEPT: npgettext("local fights", "not kept", "not kept", number),
    }[state]


def entry_of(measure: Measure) -> CalendarEntry | None:
    """Its hearing as a calendar shows it, in the active language; None for a measure without one."""
    if measure.hearing_at is None:
        return None
    language = get_language() or ""
    url = f"{current().base_url.rstrip('/')}{fight_url(measure)}"
    said = {"title": measure.title_in(language), "place": place_of(measure)}
    return CalendarEntry(
        public_id=measure.public_id,
        title=_("Hearing: %(title)s (%(place)s)") % said,
        starts=measure.hearing_at,
        ends=measure.hearing_at + HEARING_LASTS,
        zone=measure.hearing_zone,
        changed=measure.changed,
        place=measure.hearing_place,
        about="\n\n".join(part for part in (measure.how_to_speak.best(language)[0], url) if part),
        url=url,
    )


def _query(looked_for: FightFilter, number: int) -> str:
    said = {
        "kind": looked_for.kind,
        "technology": looked_for.technology,
        "state": looked_for.state,
        "region": looked_for.region,
        "page": str(number),
    }
    return urlencode({name: value for name, value in said.items() if value})
