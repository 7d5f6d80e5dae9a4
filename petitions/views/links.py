"""The links in mails: a page with a button on GET, the deed on POST.

Mail scanners open every link in a message, so a GET never does anything.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.doors import see_other
from campaigns.languages import speak, speaks
from petitions import services
from petitions.enums import SignatureState
from petitions.exceptions import PetitionClosed, SignatureGone, SignatureWithdrawn
from petitions.models import Petition, Signature
from petitions.selectors import masked_signers, page_path, standing_for
from petitions.views.pages import (
    closed_page,
    missing_page,
    no_news_page,
    no_reminders_page,
    no_updates_page,
    nothing_to_end_page,
    run_out_page,
    withdrawn_page,
)
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired, VaultLocked
from privacy.links import Purpose, read_link_token

# What these links end is ended, also by one from before two records of a person became one.
ENDING = (Purpose.WITHDRAW, Purpose.UNSUBSCRIBE)

type LinkView = Callable[[HttpRequest, Signature], HttpResponse]
type Answer = Callable[[HttpRequest], HttpResponse]
type Door = Callable[..., HttpResponseBase]


def link_door(purpose: Purpose, *, when_gone: Answer | None = None) -> Callable[[LinkView], Door]:
    """Wrap the view of a signed link: it gets the signature, or its reader a clear page.

    ``when_gone`` answers a POST whose wish is fulfilled where nothing is left of the signature.
    The token is the permission, so no CSRF token is asked for; no cache keeps the page. 404 for a
    token that is not ours, 410 with a way on when it ran out or the signature is gone.
    """

    def wrap(view: LinkView) -> Door:
        @require_http_methods(["GET", "HEAD", "POST"])
        @speaks
        @wraps(view)
        def door(request: HttpRequest, token: str) -> HttpResponse:
            about: object = None
            found = None
            expired = False
            try:
                link = read_link_token(token, purpose)
                about = link.extra
                rows = Signature.objects.select_related("petition__campaign", "supporter")
                found = rows.filter(public_id=link.ref).first()
                if purpose in ENDING and found is not None:
                    found = standing_for(found)
            except LinkExpired as over:
                about, expired = over.extra, True
            except LinkBroken:
                return missing_page(request)
            if found is None:
                if when_gone is not None and request.method == "POST":
                    # Whatever was typed is gone, the address too: nothing more will go there.
                    return when_gone(request)
                petition = (
                    Petition.objects.filter(public_id=about).first() if isinstance(about, UUID) else None
                )
                if purpose == Purpose.NOT_ME and petition is not None and not expired:
                    # A second press: the row is gone, and "sign again" is the last thing to say here.
                    return _onwards("countersign_petition_removed", petition)
                return run_out_page(request, petition)
            speak(request, found.language)
            return view(request, found)

        @wraps(view)
        def kept_by_no_cache(*args: Any, **kwargs: Any) -> HttpResponseBase:
            response = door(*args, **kwargs)
            add_never_cache_headers(response)
            return response

        return csrf_exempt(kept_by_no_cache)

    return wrap


@audience(Audience.LINK)
@link_door(Purpose.CONFIRM)
def confirm(request: HttpRequest, signature: Signature) -> HttpResponse:
    """Show the confirm button on GET, count the signature on POST."""
    petition = signature.petition
    waits = signature.state == SignatureState.PENDING and not signature.is_test
    if waits and not petition.takes_confirmations:
        return closed_page(request, petition)
    if request.method != "POST":
        refused = _refused(request, signature)
        return refused or _ask(request, "petitions/confirm.html", signature)
    try:
        services.confirm_signature(signature=signature, actor=Actor.the_person())
    except PetitionClosed:
        return closed_page(request, petition)
    except SignatureWithdrawn:
        return withdrawn_page(request, petition)
    except SignatureGone:
        return run_out_page(request, petition)
    # The same page for a first and a second press, and for one person's second row.
    return _onwards("countersign_petition_signed", petition, at=signature.place_slug)


@audience(Audience.LINK)
@link_door(Purpose.NOT_ME)
def not_me(request: HttpRequest, signature: Signature) -> HttpResponse:
    """Ask on GET, remove everything on POST."""
    if request.method != "POST":
        return _ask(request, "petitions/not_me.html", signature)
    services.disown_signature(signature=signature, actor=Actor.the_person())
    return _onwards("countersign_petition_removed", signature.petition)


@audience(Audience.LINK)
@link_door(Purpose.UNSUBSCRIBE, when_gone=no_reminders_page)
def no_reminders(request: HttpRequest, signature: Signature) -> HttpResponse:
    """Ask on GET, refuse news on POST; the signature stays as it is, and can still be confirmed.

    A mail program posts here by the reminder's List-Unsubscribe header (RFC 8058): 2xx, repeatable.
    """
    if request.method != "POST":
        return _ask(request, "petitions/no_reminders.html", signature)
    services.refuse_reminders(signature=signature, actor=Actor.the_person())
    return no_reminders_page(request) if signature.awaits_button else no_news_page(request)


@audience(Audience.LINK)
@link_door(Purpose.UNSUBSCRIBE, when_gone=nothing_to_end_page)
def no_updates(request: HttpRequest, signature: Signature) -> HttpResponse:
    """Ask on GET, end "what becomes of this petition" on POST, and nothing else (RFC 8058, as above)."""
    if request.method != "POST":
        if not signature.seems_counted or signature.supporter is None:
            return nothing_to_end_page(request)
        token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
        all_url = reverse("countersign_petition_no_reminders", args=[token])
        return _ask(request, "petitions/no_updates.html", signature, all_url=all_url)
    if services.end_updates(signature=signature, actor=Actor.the_person()):
        return no_updates_page(request)
    return nothing_to_end_page(request)


@audience(Audience.LINK)
@link_door(Purpose.WITHDRAW)
def withdraw(request: HttpRequest, signature: Signature) -> HttpResponse:
    """Ask on GET, take the name off on POST; works for ever, also after the close."""
    if signature.state in (SignatureState.WITHDRAWN, SignatureState.INVALIDATED):
        return _onwards("countersign_petition_withdrawn", signature.petition)
    if request.method != "POST":
        return _ask(request, "petitions/withdraw.html", signature)
    services.withdraw_signature(signature=signature, actor=Actor.the_person())
    return _onwards("countersign_petition_withdrawn", signature.petition)


def _refused(request: HttpRequest, signature: Signature) -> HttpResponse | None:
    if signature.state == SignatureState.WITHDRAWN:
        return withdrawn_page(request, signature.petition)
    is_off = signature.state in (SignatureState.INVALIDATED, SignatureState.QUARANTINED)
    if is_off and not signature.put_aside:
        return run_out_page(request, signature.petition)
    return None


def _ask(request: HttpRequest, template: str, signature: Signature, **more: str) -> HttpResponse:
    context = {
        **more,
        "petition": signature.petition,
        "signature": signature,
        "page_url": page_path(signature.petition, get_language() or ""),
        "masked_address": _masked_address(signature),
        "is_done": signature.seems_counted and not signature.awaits_button,
    }
    return TemplateResponse(request, template, context).render()


def _masked_address(signature: Signature) -> str:
    """What the page shows of the address. A lock takes that away, and not the way out."""
    try:
        return masked_signers([signature])[0].email
    except VaultLocked:
        return ""


def _onwards(name: str, petition: Petition, *, at: str = "") -> HttpResponse:
    query = {"lang": get_language(), **({"at": at} if at else {})}
    return see_other(reverse(name, args=[petition.public_id], query=query))
