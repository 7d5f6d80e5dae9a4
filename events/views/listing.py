"""The list of events with its filters, the month, and what "near me" is worked out from."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from events.listing_pages import has_month, list_context, month_context
from events.place_words import place_of
from events.selectors.listing import dates_to_be_near
from events.spoken import when_of
from events.views.pages import missing_page
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@require_safe
@speaks
def find(request: HttpRequest) -> HttpResponse:
    """The dates that the filters in the address ask for. No cache keeps it: anybody could fill that."""
    response = TemplateResponse(request, "events/find.html", list_context(request.GET.dict())).render()
    add_never_cache_headers(response)
    return response


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month of all events, as far ahead as dates are made."""
    if not has_month(year, month):
        return missing_page(request)
    return TemplateResponse(request, "events/month.html", month_context(year, month)).render()


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def near(request: HttpRequest) -> HttpResponse:
    """The next date of each event and roughly where it is; the visitor's browser works out the rest.

    So nobody's postal code is sent anywhere: everybody gets the same.
    """
    found = [
        {
            "title": one.title,
            "url": one.url,
            "when": when_of(one.occurrence),
            "place": place_of(one.event),
            "at": one.coordinates,
            "is_near_known": one.is_near_known,
        }
        for one in dates_to_be_near()
    ]
    return JsonResponse({"dates": found})
