"""Dates for people's own calendars: public files, the same for everybody."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.ics import calendar_of
from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from events.calendar_words import entry_of
from events.enums import EventState
from events.exceptions import EventMissing
from events.models import Occurrence
from events.selectors.rules import event_rules
from events.views.pages import missing_page
from privacy.audiences import Audience, audience

TYPE = "text/calendar; charset=utf-8"


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All dates of an event that are ahead, those called off among them."""
    try:
        rules = event_rules(public_id)
    except EventMissing:
        return missing_page(request)
    if rules.event.state == EventState.DRAFT or not rules.page_paths or not rules.dates:
        # Without a date it would be no calendar, as the standard has it.
        return missing_page(request)
    return calendar_file(list(rules.dates), "event")


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def date_calendar(request: HttpRequest, public_id: UUID, date_id: UUID) -> HttpResponse:
    """One date of an event."""
    try:
        rules = event_rules(public_id)
    except EventMissing:
        return missing_page(request)
    dates = [one for one in rules.dates if one.public_id == date_id]
    if rules.event.state == EventState.DRAFT or not rules.page_paths or not dates:
        return missing_page(request)
    return calendar_file(dates, "event")


def calendar_file(dates: list[Occurrence], name: str) -> HttpResponse:
    """The file of these dates, in the active language."""
    content = calendar_of([entry_of(one) for one in dates], language=get_language() or "en")
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)
