"""Local fights: the list with its filters, one fight, and the hearings as a calendar."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import selectors
from campaigns.coming_days import coming_of_measures
from campaigns.doors import clear_page
from campaigns.fight_pages import entry_of, fights_context, line_of
from campaigns.ics import calendar_of
from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from privacy.audiences import Audience, audience

TYPE = "text/calendar; charset=utf-8"


@audience(Audience.PUBLIC)
@require_safe
@speaks
def find_fights(request: HttpRequest) -> HttpResponse:
    """The fights that the filters in the address ask for. No cache keeps it: anybody could fill that."""
    context = fights_context(request.GET.dict())
    response = TemplateResponse(request, "campaigns/fights/find.html", context).render()
    add_never_cache_headers(response)
    return response


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def fight(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One fight: where it stands, who votes and how, the next hearing, what happened, each text."""
    measure = selectors.fight(public_id)
    if measure is None:
        return clear_page(
            request,
            404,
            _("We cannot find this"),
            _("Nobody keeps track of this local fight any more, or the address was cut off."),
        )
    language = get_language() or ""
    report = f"{reverse('countersign_page_report', args=[public_id])}?lang={language}"
    context = {
        "report_url": report,
        "measure": measure,
        "line": line_of(measure),
        "coming": coming_of_measures([measure]),
        "steps": sorted(measure.steps.all(), key=lambda step: (step.day, step.pk), reverse=True),
    }
    return TemplateResponse(request, "campaigns/fights/fight.html", context).render()


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def fights_calendar(request: HttpRequest) -> HttpResponse:
    """All hearings ahead, and those of the last two months."""
    entries = [entry for measure in selectors.hearings() if (entry := entry_of(measure)) is not None]
    content = calendar_of(entries, language=get_language() or "en")
    headers = {"Content-Disposition": 'attachment; filename="fights.ics"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)
