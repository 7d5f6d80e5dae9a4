"""Leaving a list, or all mail, by the link at the foot of every mail."""

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
from privacy.exceptions import LinkError, LinkExpired, SealedError
from privacy.links import Purpose, read_link_token
from supporters import services
from supporters.models import List, Supporter
from supporters.selectors import supporter_named


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
        # Who can't be read still leaves: a lost key may come back with the right keystore.
        with suppress(SealedError):
            masked = supporter.unseal().masked_email
    return Standing(token, supporter, mail_list, link.extra is not None, masked, link.ref)


def _list_named(public_id: UUID | None) -> List | None:
    return List.objects.filter(public_id=public_id).first() if public_id else None


def page(request: HttpRequest, standing: Standing, *, left: str) -> HttpResponse:
    """Draw the page in the person's language; ``left`` is '' (not yet), 'list' or 'all'."""
    language = standing.supporter.language if standing.supporter else translation.get_language()
    with translation.override(language):
        name, name_language = standing.list.name.best(language) if standing.list else ("", language)
        context = {
            "standing": standing,
            "list_name": name,
            "list_language": name_language,
            "left": left,
            "LANGUAGE_CODE": language,
        }
        response = render(request, "supporters/unsubscribe.html", context)
    response["Content-Language"] = language
    # The address holds the token: search engines and caches shall not keep it.
    response["X-Robots-Tag"] = "noindex"
    return response


@audience(Audience.LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button on GET; leave this list on POST (RFC 8058: 2xx, repeatable, no cookie).

    Mail scanners open every link in a message, so a GET must not act. The signed token is the
    whole right to act; there is no session whose rights a foreign page could borrow, so
    neither CSRF token nor origin is asked: mailbox providers post here from their own servers.
    """
    standing = standing_of(token)
    if request.method != "POST":
        return page(request, standing, left="")
    # Of a list that is gone no mail comes any more; the others were not meant.
    if standing.supporter is not None and (standing.list is not None or not standing.is_for_list):
        services.unsubscribe(
            supporter=standing.supporter,
            list=standing.list,
            known_as=standing.known_as,
            actor=Actor.the_person(),
        )
    return page(request, standing, left="list" if standing.is_for_list else "all")


@audience(Audience.LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_all(request: HttpRequest, token: str) -> HttpResponse:
    """The second button: leave all mail. On GET, the page with both buttons."""
    standing = standing_of(token)
    if request.method != "POST":
        return page(request, standing, left="")
    if standing.supporter is not None:
        services.unsubscribe(
            supporter=standing.supporter, known_as=standing.known_as, actor=Actor.the_person()
        )
    return page(request, standing, left="all")


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
