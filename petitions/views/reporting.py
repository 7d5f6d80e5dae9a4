"""The doors of the form "report this page": of a petition's own page, and of a campus's."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.doors import form_door, see_other
from campaigns.enums import ReportReason
from campaigns.exceptions import TooManyReports
from petitions import services
from petitions.addresses import REPORT, THANKS
from petitions.exceptions import PetitionMissing
from petitions.models import Petition, Place
from petitions.report_form import PetitionReportForm
from petitions.selectors import page_path, sign_rules
from petitions.views.page_forms import draw_again, place_asked, take_form_of
from petitions.views.pages import missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@form_door
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a report: 303 to the same thank-you whether it is new, known already or a bot's.

    422 with errors, 404 where no such petition has a page, 429 when too many come. Also once it is over.
    """
    try:
        petition = sign_rules(public_id).petition
    except PetitionMissing:
        return missing_page(request)
    path = page_path(petition, get_language() or "")
    if not path:
        return missing_page(request)
    return _take(request, PetitionReportForm(request.POST, petition=petition), path)


@audience(Audience.PUBLIC)
@form_door
def report_place(request: HttpRequest, public_id: UUID, at: str) -> HttpResponse:
    """The same of the page of one campus; 404 where none of that address is open."""
    asked = place_asked(public_id, at)
    if asked is None:
        return missing_page(request)
    form = PetitionReportForm(request.POST, petition=asked.place.petition, at=asked.offered)
    return _take(request, form, asked.path, asked.place)


def _take(
    request: HttpRequest, form: PetitionReportForm, path: str, place: Place | None = None
) -> HttpResponse:
    petition, at = form.petition, form.at.slug if form.at is not None else ""
    if not form.is_valid():
        return draw_again(request, petition, REPORT, at=at, status=422, report_form=form)
    try:
        answer = take_form_of(request, petition, lambda proof: _report(form, petition, place, proof))
    except TooManyReports:
        form.add_error(None, ValidationError(_("Many reports came just now. Try again in an hour.")))
        return draw_again(request, petition, REPORT, at=at, status=429, report_form=form)
    return answer or see_other(f"{path}{REPORT}/{THANKS}/")


def _report(form: PetitionReportForm, petition: Petition, place: Place | None, proof: bytes | None) -> None:
    services.report_page(
        petition=petition,
        place=place,
        reason=ReportReason(form.cleaned_data["reason"]),
        text=form.cleaned_data["text"],
        language=get_language() or "",
        proof=proof,
        actor=Actor.the_person(),
    )
