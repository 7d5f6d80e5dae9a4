"""What every public form view is wrapped in, and the pages it answers with.

A form of ours is posted to its plugin's own address under ``do/``, without a
token and without a cookie: the origin is checked instead. Whatever is sent, the
answer is a page with a clear sentence, and what was typed is not lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

import swapper  # type: ignore[import-untyped]
from django.core.exceptions import BadRequest, SuspiciousOperation, TooManyFieldsSent
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from campaigns import gate
from campaigns.enums import DomainStanding, Judgement
from campaigns.exceptions import ForeignOrigin
from campaigns.forms import PublicForm
from campaigns.framing import KIOSK
from campaigns.kinds import ActionKind
from campaigns.languages import speaks
from campaigns.signing import FormValue, read_value

Page = swapper.load_model("wagtailcore", "Page")

NEVER = "private, no-store"
# A form with every field at its longest is some 20 kB.
MOST_BYTES = 64 * 1024
# Fields that a page shown again fills itself. Not the honeypot: who fell into it stays in it.
NOT_CARRIED = {gate.STAMP, gate.PROOF, gate.STEP, "csrfmiddlewaretoken"}
# The answer to "your school or employer can read mail sent there".
KEEP = "keep_address"


class SeeOther(HttpResponseRedirect):
    """303: the browser fetches the next page with GET, and the back button posts nothing twice."""

    status_code = 303


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """A form with errors, and the deed object it was for: the page draws it in place of an empty one."""

    form: PublicForm
    obj: models.Model


def see_other(url: str) -> SeeOther:
    """The answer to a form that was accepted: ``url`` comes from our own rows, never from the request."""
    return SeeOther(url)


def form_door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap the view of a public form's address.

    Exempt from Django's CSRF middleware (the view grants nothing by cookie);
    POST only (405), 64 kB at most (413), readable (400), from a page of ours (403).
    Never kept by any cache.
    """

    @csrf_exempt
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _turned_away(request) or speaks(view)(request, *args, **kwargs)
        response["Cache-Control"] = NEVER
        return response

    return door


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST":
        return clear_page(
            request,
            405,
            _("There is nothing to see at this address"),
            _("Forms are sent here. Go back to the page with the form and try again."),
            headers={"Allow": "POST"},
        )
    if _length(request) > MOST_BYTES:
        return clear_page(
            request,
            413,
            _("That was too much"),
            _("What you sent is far longer than our form. Go back, make it shorter and try again."),
        )
    try:
        # Reading the fields is what parses the body.
        request.POST.get("")
        gate.check_origin(request)
    except ForeignOrigin:
        return clear_page(
            request,
            403,
            _("This form came from another site"),
            _("For your safety we accept forms from our own pages only. Open the page here and try again."),
        )
    except (SuspiciousOperation, TooManyFieldsSent, MultiPartParserError, BadRequest, UnicodeError):
        return clear_page(
            request,
            400,
            _("We could not read that"),
            _("Something went wrong while the form was sent. Go back and try again."),
        )
    return None


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return MOST_BYTES + 1


def clear_page(
    request: HttpRequest,
    status: int,
    heading: str,
    message: str,
    *,
    way_on: str = "/",
    way_on_label: str = "",
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """A page with one heading, one sentence and one way on, under ``status``.

    On a device that many people use the one way on is back to the form, whatever was asked for.
    """
    if home := getattr(request, KIOSK, ""):
        way_on, way_on_label = home, _("Back to the form")
    context = {
        "heading": heading,
        "message": message,
        "way_on": way_on,
        "way_on_label": way_on_label or _("To the start page"),
    }
    return TemplateResponse(
        request, "countersign/doors/message.html", context, status=status, headers=headers
    ).render()


def answer_with_errors(
    request: HttpRequest, *, form: PublicForm, kind: ActionKind, obj: models.Model, status: int = 422
) -> HttpResponse:
    """The form again, with its errors and what was typed: on its whole page, else alone."""
    request.countersign_refused = RefusedForm(form, obj)  # type: ignore[attr-defined]
    page = page_of_form(request)
    if page is not None:
        with translation.override(page.locale.language_code):
            response = _draw_page(request, page, status)
    else:
        context = {**kind.block_context(obj, request), "form": form, "kind_template": kind.template}
        response = TemplateResponse(request, "countersign/doors/form.html", context, status=status).render()
    patch_cache_control(response, private=True, no_store=True)
    return response


def page_of_form(request: HttpRequest) -> Any:
    """The live, public page that the form says it came from, or None."""
    value = read_value(FormValue.PAGE, request.POST.get("page", ""))
    page = Page.objects.live().public().filter(pk=int(value)).first() if value else None
    return page.specific if page is not None else None


def _draw_page(request: HttpRequest, page: Any, status: int) -> HttpResponse:
    return TemplateResponse(
        request, page.get_template(request), page.get_context(request), status=status
    ).render()


def one_more_step(request: HttpRequest, verdict: gate.Verdict, *, asks_work: bool = False) -> HttpResponse:
    """The page shown under load: everything typed is carried along, one button sends it again.

    With ``asks_work`` it says that each form takes this step, and why.

    With a script it does a proof of work first; without, its single-use token is
    worth one form after two seconds, in a small queue for all.
    """
    is_full = verdict.judgement == Judgement.TRY_LATER
    context = {
        "action_url": request.path,
        "carried": carried_fields(request),
        "step_name": gate.STEP,
        "step": gate.make_step(),
        "is_full": is_full,
        "asks_work": asks_work,
    }
    status = 429
    response = TemplateResponse(request, "countersign/doors/one_more_step.html", context, status=status)
    if is_full:
        response["Retry-After"] = "60"
    return response.render()


def ask_about_address(request: HttpRequest, standing: DomainStanding) -> HttpResponse | None:
    """One page more before anything is mailed to a school, an employer or a target (PRIVACY §4.3).

    What was typed is carried along. None for every other address, and once somebody said to keep this one.
    """
    if standing == DomainStanding.ORDINARY or KEEP in request.POST:
        return None
    carried = carried_fields(request)
    context = {
        "standing": standing.value,
        "action_url": request.path,
        # The stamp stays that of the first page: nobody types this one as long.
        "stamp": request.POST.get("stamp", ""),
        "keep": KEEP,
        "carried": carried,
        "carried_without_address": [(name, value) for name, value in carried if name != "email"],
    }
    return TemplateResponse(request, "countersign/doors/own_address.html", context).render()


def posted_uuid(request: HttpRequest, name: str) -> UUID | None:
    """The id that a form posted; None for none, and for what is no id."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def carried_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of what was typed, to be sent again."""
    return [
        (name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values
    ]
