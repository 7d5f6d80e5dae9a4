"""The form "report this page", of any page of the site that has none under its own address."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import clear_page, form_door, one_more_step, see_other
from campaigns.enums import Judgement, ReportReason, Suspicion
from campaigns.exceptions import ProofSpent, TooManyReports
from campaigns.gate import Verdict, judge_form
from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from campaigns.pages import campaign_of
from campaigns.report_form import ReportForm
from campaigns.selectors import Reported, reported
from campaigns.services import report_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience

# Programs, not people; who typed fast is looked at by a moderator like everybody else.
BOTS = (Suspicion.HONEYPOT, Suspicion.STAMP_FORGED)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def ask_report(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """The form; the same for every visitor. 404 where no such page is public."""
    found = reported(page_key, get_language() or "")
    if found is None:
        return _missing(request)
    return _draw(request, found, _form(page_key))


@audience(Audience.PUBLIC)
@form_door
def send_report(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """Take a report: 303 to the same thank-you whether it is new, known already or a bot's.

    422 with errors, 404 where no such page is public, 429 when too many come.
    """
    found = reported(page_key, get_language() or "")
    if found is None:
        return _missing(request)
    form = _form(page_key, request.POST)
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    try:
        if verdict.reason not in BOTS:
            report_page(
                page_key=page_key,
                campaign=campaign_of(found.page.specific) if found.page is not None else None,
                reason=ReportReason(form.cleaned_data["reason"]),
                text=form.cleaned_data["text"],
                language=get_language() or "",
                proof=verdict.proof,
                actor=Actor.the_person(),
            )
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except TooManyReports:
        form.add_error(None, ValidationError(_("Many reports came just now. Try again in an hour.")))
        return _draw(request, found, form, status=429)
    thanks = reverse("countersign_page_report_thanks", args=[page_key])
    return see_other(f"{thanks}?lang={get_language() or ''}")


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def report_thanks(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """After a report; the same for everybody."""
    found = reported(page_key, get_language() or "")
    if found is None:
        return _missing(request)
    return clear_page(
        request,
        200,
        _("Thank you"),
        _("A moderator looks at the page soon."),
        way_on=found.url or "/",
        way_on_label=_("Back to the page"),
    )


def _form(page_key: UUID, posted: object = None) -> ReportForm:
    url = reverse("countersign_page_report_send", args=[page_key])
    return ReportForm(posted, name=f"report-{page_key}", action_url=url)


def _draw(request: HttpRequest, found: Reported, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {"reported": found, "report_form": form}
    return TemplateResponse(request, "countersign/doors/report.html", context, status=status).render()


def _missing(request: HttpRequest) -> HttpResponse:
    return clear_page(
        request,
        404,
        _("We cannot find this"),
        _("The page may have been taken away. There is nothing left to report."),
    )
