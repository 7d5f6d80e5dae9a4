"""Proving a campus: the door of its form, and the link in its one mail."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.doors import form_door, see_other
from campaigns.languages import speak, speaks
from petitions import services
from petitions.addresses import PROVE, THANKS
from petitions.exceptions import ProofGone
from petitions.models import CampusProof, Place
from petitions.proof_form import ProofForm
from petitions.selectors import offers_proof, takes_proofs
from petitions.views.page_forms import draw_again, place_asked, take_form_of
from petitions.views.pages import missing_page, proof_over_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired, SealedError
from privacy.links import Purpose, read_link_token

type Deed = Callable[[HttpRequest, CampusProof], HttpResponse]


@audience(Audience.PUBLIC)
@form_door
def prove(request: HttpRequest, public_id: UUID, at: str) -> HttpResponse:
    """Take an address: 303 to the same page whether it was typed before or not.

    422 with errors, 404 where no such campus is open or offers it, 410 when the petition is over.
    """
    asked = place_asked(public_id, at)
    if asked is None or not offers_proof(asked.place.petition, asked.offered):
        return missing_page(request)
    place, petition = asked.place, asked.place.petition
    form = ProofForm(request.POST, petition=petition, at=asked.offered)
    if not form.is_valid():
        return draw_again(request, petition, PROVE, at=at, status=422, proof_form=form)
    answer = take_form_of(request, petition, lambda proof: _ask(form, place, proof))
    return answer or see_other(f"{asked.path}{PROVE}/{THANKS}/")


def _ask(form: ProofForm, place: Place, proof: bytes | None) -> None:
    services.ask_for_proof(
        place=place,
        address=form.cleaned_data["email"],
        language=get_language() or "",
        proof=proof,
        actor=Actor.the_person(),
    )


@audience(Audience.LINK)
@csrf_exempt
def proof_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Two buttons on GET; on POST the campus has one proof more, and the address is forgotten.

    The token is the permission. Scanners of a campus open every link, so a GET does nothing.
    """
    return _kept_by_no_cache(_behind_link(request, token, _prove))


@audience(Audience.LINK)
@csrf_exempt
def proof_forget(request: HttpRequest, token: str) -> HttpResponseBase:
    """It was not me: the same buttons on GET; on POST the address is forgotten."""
    return _kept_by_no_cache(_behind_link(request, token, _forget))


def _kept_by_no_cache(response: HttpResponseBase) -> HttpResponseBase:
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@speaks
def _behind_link(request: HttpRequest, token: str, act: Deed) -> HttpResponse:
    try:
        link = read_link_token(token, Purpose.PROVE)
    except LinkExpired:
        return proof_over_page(request)
    except LinkBroken:
        return missing_page(request)
    rows = CampusProof.objects.select_related("place__petition", "place__institution", "place__jurisdiction")
    row = rows.filter(public_id=link.ref, expires_at__gt=timezone.now()).first()
    if row is None:
        return proof_over_page(request)
    speak(request, row.language)
    if request.method != "POST":
        if not takes_proofs(row.place):
            return proof_over_page(request)
        context = {
            "place": row.place,
            # Both said: on the address of the one that forgets, "yes" must not forget.
            "prove_url": reverse("countersign_proof_link", args=[token]),
            "forget_url": reverse("countersign_proof_forget", args=[token]),
        }
        return TemplateResponse(request, "petitions/prove_button.html", context).render()
    return act(request, row)


def _prove(request: HttpRequest, row: CampusProof) -> HttpResponse:
    try:
        services.prove_campus(campus_proof=row, actor=Actor.the_person())
    except (ProofGone, SealedError):
        return proof_over_page(request)
    return TemplateResponse(request, "petitions/proved.html", {"place": row.place}).render()


def _forget(request: HttpRequest, row: CampusProof) -> HttpResponse:
    services.drop_proof(campus_proof=row, actor=Actor.the_person())
    return proof_over_page(request)
