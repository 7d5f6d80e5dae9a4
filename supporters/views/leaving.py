"""Leaving a list, or all mail, by the link at the foot of every mail."""

import re
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkError, LinkExpired, SealedError, VaultLocked
from privacy.links import Purpose, read_link_token
from supporters import services
from supporters.enums import WhyLeft
from supporters.leaving_form import LeaveSomeForm, WhyForm
from supporters.models import List, Supporter
from supporters.selectors import public_lists, supporter_named

CODE = re.compile(r"[a-z0-9_-]{1,50}")


@dataclass(frozen=True)
class Standing:
    """What an unsubscribe link is about. Either may be gone: the link and its page still work."""

    token: str
    supporter: Supporter | None
    list: List | None
    # Whether the link is for one list, which may be gone, and not for all mail.
    is_for_list: bool
    masked_address: str
    # The id in the link: of before a merge, where it came by older mail.
    known_as: UUID


def standing_of(token: str) -> Standing:
    """Read an unsubscribe link. Raises Http404 for anything we did not sign for this purpose."""
    try:
        link = read_link_token(token, Purpose.UNSUBSCRIBE)
    except LinkError:
        raise Http404 from None
    supporter = supporter_named(link.ref)
    mail_list = _list_named(link.extra)
    masked = ""
    if supporter is not None:
        # Who can't be read still leaves: a lost key may come back with the right keystore, a lock ends.
        with suppress(SealedError, VaultLocked):
            masked = supporter.unseal().masked_email
    return Standing(token, supporter, mail_list, link.extra is not None, masked, link.ref)


def _list_named(public_id: UUID | None) -> List | None:
    return List.objects.filter(public_id=public_id).first() if public_id else None


# What the page's own buttons send, and what a mail program does (RFC 8058). Scanners post nothing.
BUTTON, ONE_CLICK = "leave", "List-Unsubscribe"


def page(
    request: HttpRequest,
    standing: Standing,
    *,
    left: str = "",
    some: LeaveSomeForm | None = None,
    why: WhyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page in the person's language.

    ``left`` is '' (not yet), 'list', 'all', 'some' (by the form ``some``), or 'why' (they said so).
    """
    language = standing.supporter.language if standing.supporter else translation.get_language()
    with translation.override(language):
        name, name_language = standing.list.name.best(language) if standing.list else ("", language)
        context = {
            "standing": standing,
            "list_name": name,
            "list_language": name_language,
            "left": left,
            "some": some or LeaveSomeForm(offered=_offered(standing)),
            "why": why or WhyForm(),
            "button": BUTTON,
            "query": _query(request),
            "LANGUAGE_CODE": language,
        }
        response = render(request, "supporters/unsubscribe.html", context, status=status)
    response["Content-Language"] = language
    # The address holds the token: search engines and caches shall not keep it.
    response["X-Robots-Tag"] = "noindex"
    return response


def _offered(standing: Standing) -> list[List]:
    """The list that the mail came from and the public ones: the same for everybody, on them or not."""
    others = [one for one in public_lists() if one != standing.list]
    return [standing.list, *others] if standing.list is not None else others


def _source(request: HttpRequest) -> str:
    """The code on the link, by which those who leave are counted in total."""
    source = request.GET.get("source", "")
    return source if CODE.fullmatch(source) else ""


def _query(request: HttpRequest) -> str:
    source = _source(request)
    return f"?source={source}" if source else ""


def _is_pressed(request: HttpRequest) -> bool:
    return request.method == "POST" and (BUTTON in request.POST or ONE_CLICK in request.POST)


@audience(Audience.LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button on GET; leave this list on POST (RFC 8058: 2xx, repeatable, no cookie).

    Mail scanners open every link in a message, and some post to it, so neither a GET nor an empty POST must
    act. The signed token is the whole right to act; there is no session whose rights a foreign page could
    borrow, so neither CSRF token nor origin is asked: mailbox providers post here from their own servers.
    """
    standing = standing_of(token)
    if not _is_pressed(request):
        return page(request, standing)
    # Of a list that is gone no mail comes any more; the others were not meant.
    if standing.supporter is not None and (standing.list is not None or not standing.is_for_list):
        _leave(request, standing, standing.list)
    return page(request, standing, left=_left(standing))


def _left(standing: Standing) -> str:
    return "list" if standing.is_for_list else "all"


@audience(Audience.LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_all(request: HttpRequest, token: str) -> HttpResponse:
    """The second button: leave all mail. On GET, the page with all buttons."""
    standing = standing_of(token)
    if not _is_pressed(request):
        return page(request, standing)
    if standing.supporter is not None:
        _leave(request, standing, None)
    return page(request, standing, left="all")


def _leave(request: HttpRequest, standing: Standing, mail_list: List | None) -> None:
    if standing.supporter is not None:
        services.leave_mail(
            supporter=standing.supporter,
            mail_list=mail_list,
            known_as=standing.known_as,
            source=_source(request),
            actor=Actor.the_person(),
        )


@audience(Audience.LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_some(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the lists that were ticked, or pause all mail. On GET, all buttons; 422 with errors."""
    standing = standing_of(token)
    if not _is_pressed(request):
        return page(request, standing)
    language = standing.supporter.language if standing.supporter else translation.get_language()
    with translation.override(language):
        form = LeaveSomeForm(request.POST, offered=_offered(standing))
        if not form.is_valid():
            return page(request, standing, some=form, status=422)
    if standing.supporter is not None:
        services.leave_some(
            supporter=standing.supporter,
            lists=form.chosen,
            paused_until=form.paused_until,
            known_as=standing.known_as,
            source=_source(request),
            actor=Actor.the_person(),
        )
    return page(request, standing, left="some", some=form)


@audience(Audience.LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def why_unsubscribed(request: HttpRequest, token: str) -> HttpResponse:
    """Count why somebody left, and keep nothing of whom. On GET, all buttons; 422 with errors."""
    standing = standing_of(token)
    if not _is_pressed(request):
        return page(request, standing)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return page(request, standing, left=_left(standing), why=form, status=422)
    # Also for whoever was erased since, or never was: the page tells no difference.
    services.tell_why(
        known_as=standing.known_as,
        list_id=standing.list.public_id if standing.list is not None else None,
        why=WhyLeft(form.cleaned_data["why"]),
        source=_source(request),
    )
    return page(request, standing, left="why")


@audience(Audience.LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep_me(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button on GET; on POST the 24 months begin anew. 410 when the link has run out."""
    try:
        supporter = supporter_named(read_link_token(token, Purpose.KEEP_ME).ref)
    except LinkExpired:
        return keep_me_page(request, token, None, stage="expired", status=410)
    except LinkError:
        raise Http404 from None
    if supporter is None:
        # Erased since: the letter was older than the wish.
        return keep_me_page(request, token, None, stage="gone", status=410)
    if request.method != "POST":
        return keep_me_page(request, token, supporter, stage="asking")
    services.note_activity(supporter=supporter, actor=Actor.the_person())
    return keep_me_page(request, token, supporter, stage="kept")


def keep_me_page(
    request: HttpRequest, token: str, supporter: Supporter | None, *, stage: str, status: int = 200
) -> HttpResponse:
    """Draw the page in the person's language; ``stage`` is asking, kept, expired or gone."""
    language = supporter.language if supporter else translation.get_language()
    with translation.override(language):
        context = {"token": token, "stage": stage, "LANGUAGE_CODE": language}
        response = render(request, "supporters/keep_me.html", context, status=status)
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex"
    return response
