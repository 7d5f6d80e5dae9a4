""" "Host your own": the form, the button in the mail, and "it wasn't me"."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.doors import clear_page, form_door, one_more_step, see_other
from campaigns.enums import Judgement, Suspicion
from campaigns.exceptions import ProofSpent
from campaigns.gate import Verdict, judge_form
from campaigns.languages import speak, speaks
from events.enums import ProposalState
from events.exceptions import ProposalGone, TooManyProposals
from events.models import Proposal
from events.proposal_form import ProposalForm
from events.selectors import scope
from events.services import proposals as services
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired
from privacy.links import Purpose, read_link_token

TEMPLATE = "events/host.html"
# Programs, not people; whoever typed fast is looked at by a moderator like everybody else.
BOTS = (Suspicion.HONEYPOT, Suspicion.STAMP_FORGED)
PERSON = Actor.the_person()


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD"])
@speaks
def host_choice(request: HttpRequest) -> HttpResponse:
    """Under which campaign; straight to the form where only one runs."""
    campaigns = scope.hosting_campaigns()
    if len(campaigns) == 1:
        query = {"lang": get_language()}
        return redirect(reverse("countersign_host", args=[campaigns[0].public_id], query=query))
    return TemplateResponse(request, "events/host_choice.html", {"campaigns": campaigns}).render()


@audience(Audience.PUBLIC)
@csrf_exempt
def host(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The form on GET; on POST 303 to the same thank-you for every address, and for a bot's.

    422 with errors, 404 for a campaign that is not running, 429 when too many come.
    """
    return _draw(request, public_id) if request.method in ("GET", "HEAD") else _take(request, public_id)


@speaks
def _draw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    campaign = scope.hosting_campaign(public_id)
    if campaign is None:
        return _missing(request)
    return _form(request, ProposalForm(campaign=campaign))


@form_door
def _take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    campaign = scope.hosting_campaign(public_id)
    if campaign is None:
        return _missing(request)
    form = ProposalForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _form(request, form, status=422)
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    try:
        if verdict.reason not in BOTS:
            _propose(form, verdict.proof)
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except TooManyProposals:
        form.add_error(None, ValidationError(_("Many ideas came in just now. Try again in an hour.")))
        return _form(request, form, status=429)
    query = {"lang": get_language()}
    return see_other(reverse("countersign_host_thanks", args=[campaign.public_id], query=query))


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD"])
@speaks
def host_thanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """ "Look into your mail": the same for everybody."""
    campaign = scope.hosting_campaign(public_id)
    if campaign is None:
        return _missing(request)
    return TemplateResponse(request, "events/host_thanks.html").render()


@audience(Audience.LINK)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@speaks
def confirm_proposal(request: HttpRequest, token: str) -> HttpResponseBase:
    """The button on GET, before the moderators on POST; a link that was used says so, or why it is a no."""
    try:
        proposal = _proposal_of(token, Purpose.CONFIRM)
    except (LinkExpired, LinkBroken):
        proposal = None
    if proposal is None:
        return _kept_nowhere(_over(request))
    speak(request, proposal.language)
    is_done = proposal.state != ProposalState.PENDING
    if request.method == "POST" and not is_done:
        try:
            services.confirm_proposal(proposal=proposal, actor=PERSON)
        except ProposalGone:
            return _kept_nowhere(_over(request))
        is_done = True
    reason = proposal.reason if proposal.state == ProposalState.DECLINED else ""
    page = TemplateResponse(request, "events/host_confirm.html", {"is_done": is_done, "reason": reason})
    return _kept_nowhere(page.render())


@audience(Audience.LINK)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@speaks
def not_me_proposal(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks on GET, removes what was typed on POST; once more says the same, but to nobody's link."""
    try:
        proposal = _proposal_of(token, Purpose.NOT_ME)
    except LinkExpired:
        proposal = None
    except LinkBroken:
        return _kept_nowhere(_missing(request))
    if proposal is not None:
        speak(request, proposal.language)
    if proposal is not None and request.method != "POST":
        return _kept_nowhere(TemplateResponse(request, "events/host_not_me.html").render())
    if proposal is not None:
        services.disown_proposal(proposal=proposal, actor=PERSON)
    return _kept_nowhere(
        clear_page(
            request,
            200,
            _("Removed"),
            _("What was typed with your address is gone, unless the button in the mail was pressed before."),
        )
    )


def _propose(form: ProposalForm, proof: bytes | None) -> None:
    services.propose_event(
        campaign=form.campaign,
        kind=form.chosen_kind(),
        said=form.said(),
        language=get_language() or "",
        proof=proof,
        actor=PERSON,
    )


def _form(request: HttpRequest, form: ProposalForm, *, status: int = 200) -> HttpResponse:
    title, title_language = form.campaign.title.best(get_language() or "")
    context = {"form": form, "title": title, "title_language": title_language}
    return TemplateResponse(request, TEMPLATE, context, status=status).render()


def _proposal_of(token: str, purpose: Purpose) -> Proposal | None:
    """None where it is gone. Raises LinkBroken and LinkExpired."""
    ref = read_link_token(token, purpose).ref
    return Proposal.objects.select_related("campaign", "kind").filter(public_id=ref).first()


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def _over(request: HttpRequest) -> HttpResponse:
    return clear_page(
        request,
        410,
        _("This link has run out"),
        _(
            "It was good for 7 days, and what you typed has been deleted. You are welcome to write "
            "to us again."
        ),
    )


def _missing(request: HttpRequest) -> HttpResponse:
    return clear_page(
        request, 404, _("We cannot find this"), _("This campaign is over, or the address was cut off.")
    )
