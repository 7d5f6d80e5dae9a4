"""Proving a campus: the door of its form, and the link in its one mail."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.doors import form_door, one_more_step, page_of_form, see_other
from campaigns.enums import Judgement
from campaigns.exceptions import ProofSpent
from campaigns.gate import Verdict, judge_form
from campaigns.languages import speak, speaks
from petitions import services
from petitions.addresses import PROVE, THANKS, place_path
from petitions.exceptions import PetitionClosed, PetitionMissing, ProofGone
from petitions.models import CampusProof, Place
from petitions.pages import PetitionPageMixin
from petitions.place_pages import TEMPLATES
from petitions.proof_form import ProofForm
from petitions.selectors import offers_proof, open_places_of, page_path, sign_rules, takes_proofs
from petitions.views.pages import closed_page, missing_page, proof_over_page
from petitions.views.proposing import BOTS
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
    try:
        rules = sign_rules(public_id)
    except PetitionMissing:
        return missing_page(request)
    petition, offered = rules.petition, rules.place_at(at)
    path = page_path(petition, get_language() or "")
    place = open_places_of(petition).filter(slug=at).first()
    if offered is None or place is None or not path or not offers_proof(petition, offered):
        return missing_page(request)
    place.petition = petition
    form = ProofForm(request.POST, petition=petition, at=offered)
    if not form.is_valid():
        return _again(request, form)
    return _take(request, form, place) or see_other(f"{place_path(path, at)}{PROVE}/{THANKS}/")


def _take(request: HttpRequest, form: ProofForm, place: Place) -> HttpResponse | None:
    """Hand a valid form to the gate and the service; the page that says why not, or None."""
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    if verdict.reason in BOTS:
        return None
    try:
        services.ask_for_proof(
            place=place,
            address=form.cleaned_data["email"],
            language=get_language() or "",
            proof=verdict.proof,
            actor=Actor.the_person(),
        )
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except PetitionClosed:
        return closed_page(request, form.petition)
    return None


def _again(request: HttpRequest, form: ProofForm) -> HttpResponse:
    """The whole page with what was typed; the form alone where its page is gone."""
    page = page_of_form(request)
    if isinstance(page, PetitionPageMixin) and page.petition == form.petition:
        with override(page.locale.language_code):  # type: ignore[attr-defined]
            response = page.draw_refused(request, PROVE, at=form.at.slug, status=422, proof_form=form)
            return response.render()
    context = {"petition": form.petition, "proof_form": form}
    return TemplateResponse(request, TEMPLATES[PROVE], context, status=422).render()


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
    patch_cache_control(response, no_store=True)
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
