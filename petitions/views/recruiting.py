"""The door of the form that tells of a recruiter at a campus."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.doors import form_door, see_other
from petitions import services
from petitions.addresses import RECRUITER, THANKS
from petitions.exceptions import TooManyProposals
from petitions.models import Place
from petitions.recruiter_form import RecruiterForm
from petitions.views.page_forms import draw_again, place_asked, take_form_of
from petitions.views.pages import missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@form_door
def tell_of_recruiter(request: HttpRequest, public_id: UUID, at: str) -> HttpResponse:
    """Take a notice: 303 to the same thank-you whether it is new, known already or a bot's.

    422 with errors, 404 where no such campus is open, 410 when the petition is over, 429 when too many come.
    """
    asked = place_asked(public_id, at)
    if asked is None or not asked.offered.is_campus:
        return missing_page(request)
    place, petition = asked.place, asked.place.petition
    form = RecruiterForm(request.POST, petition=petition, at=asked.offered)
    if not form.is_valid():
        return draw_again(request, petition, RECRUITER, at=at, status=422, recruiter_form=form)
    try:
        answer = take_form_of(request, petition, lambda proof: _tell(form, place, proof))
    except TooManyProposals:
        form.add_error(None, ValidationError(_("Many notices came just now. Try again in an hour.")))
        return draw_again(request, petition, RECRUITER, at=at, status=429, recruiter_form=form)
    return answer or see_other(f"{asked.path}{RECRUITER}/{THANKS}/")


def _tell(form: RecruiterForm, place: Place, proof: bytes | None) -> None:
    services.tell_of_recruiter(
        place=place,
        day=form.cleaned_data["day"],
        url=form.cleaned_data["url"],
        language=get_language() or "",
        proof=proof,
        actor=Actor.the_person(),
    )
