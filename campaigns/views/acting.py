"""One press from our own mail: a page with a button on GET, the action on POST.

The link came from their mailbox, so the press counts at once. Mail scanners open every link, and some post
to it: only the page's own button acts. A GET stores nothing, and says nothing of what somebody did before.
"""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.domains import read_by_others
from campaigns.doors import clear_page, see_other
from campaigns.exceptions import CannotPress
from campaigns.kinds import Found, find_action
from campaigns.languages import speak, speaks
from campaigns.source import clean_source, with_source
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired, SealedError
from privacy.forms import VisitorForm
from privacy.links import Purpose, read_link_token
from supporters.models import Supporter, SupporterDetails

# The name of the page's button: nobody but who sees the page sends it.
BUTTON = "press"


class _Person(NamedTuple):
    supporter: Supporter
    details: SupporterDetails


@audience(Audience.LINK)
@csrf_exempt
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@speaks
def act(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the button on GET, do the action on POST of it; ``?source=`` is what the action carries.

    404 for a token that is not ours; 410 with the way to the action's page when it ran out, or its person
    was erased or merged since: another's address must not be shown to whoever had this one. On to the page
    itself where the action takes no such press, or the mailbox is one that others read by now.
    """
    source = clean_source(request.GET.get("source", ""))
    try:
        link = read_link_token(token, Purpose.ACT)
    except LinkExpired as over:
        return _over(request, find_action(over.extra), source)
    except LinkBroken:
        return clear_page(
            request,
            404,
            _("We cannot find this"),
            _("The address may have been cut off. Copy the whole link from the mail and try again."),
        )
    found, person = find_action(link.extra), _person_named(link.ref)
    if found is None or person is None:
        return _over(request, found, source)
    speak(request, person.supporter.language)
    if read_by_others(person.details.email):
        return _to_its_page(request, found, source)
    return _at_the_button(request, found, person, source)


def _at_the_button(request: HttpRequest, found: Found, person: _Person, source: str) -> HttpResponseBase:
    is_pressed = request.method == "POST" and BUTTON in request.POST
    form = found.kind.press_form(
        found.obj,
        supporter=person.supporter,
        details=person.details,
        data=request.POST if is_pressed else None,
    )
    if form is None:
        return _to_its_page(request, found, source)
    if not is_pressed or not form.is_valid():
        return _ask(request, found, person, form, source)
    try:
        thanks = found.kind.press(
            found.obj,
            form=form,
            supporter=person.supporter,
            language=get_language() or "",
            source=source,
            actor=Actor.the_person(),
        )
    except CannotPress:
        return _to_its_page(request, found, source)
    return see_other(thanks)


def _person_named(public_id: UUID) -> _Person | None:
    """Who has this id and can be read. No alias: who was merged since fills in the form."""
    supporter = Supporter.objects.filter(public_id=public_id).first()
    try:
        return _Person(supporter, supporter.unseal()) if supporter is not None else None
    except SealedError:
        return None


def _ask(request: HttpRequest, found: Found, person: _Person, form: VisitorForm, source: str) -> HttpResponse:
    given = person.details.given_name
    context = {
        "obj": found.obj,
        "form": form,
        "button": BUTTON,
        "who": f"{given[0]}…" if given else "",
        "masked_address": person.details.masked_email,
        "page_url": _page_of(found, source),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, found.kind.press_template, context, status=status)


def _page_of(found: Found, source: str) -> str:
    """Where the plain form is; "" where the action has no page."""
    url = found.kind.page_url(found.obj, get_language() or "")
    return with_source(url, source) if url and source else url


def _to_its_page(request: HttpRequest, found: Found, source: str) -> HttpResponseBase:
    if url := _page_of(found, source):
        return see_other(url)
    return clear_page(
        request,
        410,
        _("This cannot be done here any more"),
        _("It has ended, or moved. Nothing was saved."),
    )


def _over(request: HttpRequest, found: Found | None, source: str) -> HttpResponse:
    """410: the same for a link that ran out and for a person who is not with us any more."""
    url = _page_of(found, source) if found is not None else ""
    return clear_page(
        request,
        410,
        _("This link has run out"),
        _("It was good for 14 days. You can still take part: the form takes a minute."),
        way_on=url or "/",
        way_on_label=_("To its page") if url else "",
    )
