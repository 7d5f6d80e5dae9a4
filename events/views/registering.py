"""The door of the form under an event."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.domains import standing_of
from campaigns.doors import answer_with_errors, ask_about_address, form_door, one_more_step, see_other
from campaigns.enums import DomainStanding, Judgement
from campaigns.exceptions import ProofSpent
from campaigns.gate import STAMP, Verdict, judge_form
from campaigns.kinds import action_kind
from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from campaigns.source import source_of
from events.addresses import THANKS
from events.exceptions import EventMissing, InviteNeeded, RegistrationClosed, ShiftGone, TooManyGuests
from events.forms import RegisterForm
from events.kinds import asks_address
from events.models import Attendance
from events.names import ATTENDS
from events.next_steps import next_steps
from events.own_links import own_path
from events.selectors.rules import EventRules, event_rules
from events.services.registering import register_attendance
from events.views.pages import closed_page, missing_page, sent_before_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@form_door
def register(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a sign-up: 303 to the same thank-you for every address, known or not.

    Who gave no address, at a guarded event, is led to their own page, to note down its code and link.
    422 with errors, 410 when nobody can sign up, 429 with one more step under load; an address on a
    school's, employer's or target's domain gets a question first, which depends on the domain alone.
    """
    try:
        rules = event_rules(public_id)
    except EventMissing:
        return missing_page(request)
    if not rules.is_open:
        return closed_page(request, rules.event)
    form = RegisterForm(request.POST, rules=rules, asks_address=asks_address(rules.event))
    if not form.is_valid():
        return _with_errors(request, form)
    standing = standing_of(form.cleaned_data.get("email", ""))
    if (asked := ask_about_address(request, standing)) is not None:
        return asked
    again = partial(_with_errors, request, form)
    thanks = thanks_path(form.rules)
    return take_form(request, form, standing, source=source_of(request), thanks=thanks, again=again)


def take_form(
    request: HttpRequest,
    form: RegisterForm,
    standing: DomainStanding,
    *,
    source: str,
    thanks: str,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Hand a valid form to the gate and the service; 303 to ``thanks``, or to one's own page without address.

    ``again`` draws the form with its errors.
    """
    event = form.rules.event
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    part = form.chosen_part
    try:
        attendance = register_attendance(
            occurrence=part.occurrence,
            shift=part.shift,
            typed=form.typed(),
            guests=form.cleaned_data.get("guests") or 0,
            invite=form.cleaned_data.get("invite", ""),
            language=get_language() or "",
            standing=standing,
            suspicion=verdict.reason,
            source=source,
            stamp=request.POST.get(STAMP, "")[:400],
            proof=verdict.proof,
            actor=Actor.the_person(),
        )
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except RegistrationClosed:
        return closed_page(request, event)
    except ShiftGone:
        form.add_error("part", ValidationError(_("This shift is not there any more. Choose another.")))
    except TooManyGuests:
        form.add_error("guests", ValidationError(_("So many are too many. Choose fewer.")))
    except InviteNeeded:
        form.add_error("invite", ValidationError(_("This code is none of ours, or has been used up.")))
    else:
        return _onwards(request, form, attendance, thanks)
    return again()


def _onwards(
    request: HttpRequest, form: RegisterForm, attendance: Attendance | None, thanks: str
) -> HttpResponse:
    if form.cleaned_data.get("email"):
        return see_other(thanks)
    if attendance is None:
        return sent_before_page(request, form.rules.event)
    return see_other(own_path(attendance, language=get_language() or ""))


def thanks_path(rules: EventRules) -> str:
    """The thank-you of the event's page in this language; the plain one where it has no page."""
    language = get_language() or ""
    if path := rules.page_paths.get(language):
        return f"{path}{THANKS}/"
    return f"{reverse('countersign_event_thanks', args=[rules.event.public_id])}?lang={language}"


def _with_errors(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    return answer_with_errors(request, form=form, kind=action_kind(ATTENDS), obj=form.rules.event)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def thanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After the form: the mail is on its way. For events without a page of their own."""
    return _after(request, public_id, "events/thanks.html")


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def signed_up(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After one press from our own mail; the same for everybody."""
    return _after(request, public_id, "events/signed_up.html")


def _after(request: HttpRequest, public_id: UUID, template: str) -> HttpResponse:
    try:
        event = event_rules(public_id).event
    except EventMissing:
        return missing_page(request)
    context = {"event": event, "next_steps": next_steps(event)}
    return TemplateResponse(request, template, context).render()
