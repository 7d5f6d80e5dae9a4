"""Public lists: what there is, the page of one with its form, and the links in its mail.

The form sets no cookie and holds no token: its origin is asked instead. A link in one's own mail is the
whole right to act; a GET never does, for scanners open every link.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired, SealedError
from privacy.links import Purpose, read_link_token
from privacy.masking import mask_address
from privacy.origins import is_from_us
from supporters import form_gate
from supporters.exceptions import ProofUsed, SignUpGone, TooManyAsked
from supporters.join_forms import JoinForm
from supporters.models import List, ListSignUp
from supporters.selectors import LIST_WORDING, current_wording, public_lists
from supporters.services import joining as services
from supporters.views.drawing import SeeOther, asked_language, draw_page

PERSON = Actor.the_person()
READ = ("GET", "HEAD")


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def lists(request: HttpRequest) -> HttpResponseBase:
    """All public lists, each with the way to its page."""
    with translation.override(asked_language(request)):
        return draw_page(request, "supporters/lists/index.html", {"lists": _shown(public_lists())})


@audience(Audience.PUBLIC)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, list: UUID) -> HttpResponseBase:  # noqa: A002 (the domain's word)
    """The page of one list: 303 to the same thank-you for every address.

    403 for a form of another site, 422 with what was typed, 429 beyond what is sent in an hour and for one
    more step under load, 404 for a list that is not public.
    """
    mail_list = _public(list)
    with translation.override(asked_language(request)):
        wording = current_wording(LIST_WORDING, translation.get_language() or "")
        form = JoinForm(request.POST if request.method == "POST" else None, asked=wording)
        if request.method in READ:
            return _form(request, mail_list, form)
        if not is_from_us(request):
            return _form(request, mail_list, form, is_foreign=True, status=403)
        if not form.is_valid():
            return _form(request, mail_list, form, status=422)
        return _take(request, mail_list, form)


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest, list: UUID) -> HttpResponseBase:  # noqa: A002 (the domain's word)
    """ "Look into your mail": the same for everybody."""
    with translation.override(asked_language(request)):
        return _said(request, "asked", _public(list))


@audience(Audience.LINK)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_join(request: HttpRequest, token: str) -> HttpResponseBase:
    """The button on GET, joining on POST; a link that was used says the same."""
    sign_up = _of_link(token, Purpose.CONFIRM)
    if sign_up is None:
        return _over(request)
    with translation.override(sign_up.language):
        if sign_up.is_joined:
            # Also of a list that is no longer public, which has no page of its own.
            return _said(request, "joined", sign_up.list)
        if request.method in READ:
            return _ask(request, sign_up, "supporters/lists/confirm.html", token)
        try:
            services.confirm_list_sign_up(sign_up=sign_up, actor=PERSON)
        except SignUpGone:
            return _over(request)
        return _onwards("joined_list", sign_up.list)


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def joined(request: HttpRequest, list: UUID) -> HttpResponseBase:  # noqa: A002 (the domain's word)
    """Thanks, and what else there is."""
    with translation.override(asked_language(request)):
        return _said(request, "joined", _public(list))


@audience(Audience.LINK)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def not_me_join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks on GET, removes what was typed on POST; once more says the same."""
    sign_up = _of_link(token, Purpose.NOT_ME)
    language = sign_up.language if sign_up is not None else asked_language(request)
    with translation.override(language):
        if sign_up is not None and request.method in READ:
            return _ask(request, sign_up, "supporters/lists/not_me.html", token)
        if sign_up is not None and not services.disown_list_sign_up(sign_up=sign_up, actor=PERSON):
            # Confirmed before: it must not say that everything is gone.
            return _ask(request, sign_up, "supporters/lists/not_me.html", token)
        return _said(request, "removed", None)


def _public(public_id: UUID) -> List:
    found = List.objects.filter(public_id=public_id, is_public=True).first()
    if found is None:
        raise Http404
    return found


def _of_link(token: str, purpose: Purpose) -> ListSignUp | None:
    """What a link is about; None where it ran out or was removed. Raises Http404 for what is not ours."""
    try:
        ref = read_link_token(token, purpose).ref
    except LinkExpired:
        return None
    except LinkBroken:
        raise Http404 from None
    return ListSignUp.objects.select_related("list").filter(public_id=ref).first()


def _shown(found: list[List]) -> list[dict[str, Any]]:
    """Each with its words and their language."""
    language = translation.get_language() or ""
    shown = []
    for one in found:
        name, name_language = one.name.best(language)
        description, description_language = one.description.best(language)
        shown.append(
            {
                "path": _path("join_list", one),
                "name": name,
                "name_language": name_language,
                "description": description,
                "description_language": description_language,
            }
        )
    return shown


def _form(
    request: HttpRequest, mail_list: List, form: JoinForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    context = {"list": _shown([mail_list])[0], "form": form, "action": request.path, **said}
    if (gate := form_gate.form_gate()) is not None:
        context |= {"guard": gate.template, **gate.fields(form)}
    return draw_page(request, "supporters/lists/join.html", context, status=status)


def _take(request: HttpRequest, mail_list: List, form: JoinForm) -> HttpResponse:
    """Hand a valid form to the gate and the service."""
    judged = form_gate.judge(request)
    if judged.step is not None:
        return _uncached(judged.step)
    try:
        services.sign_up_to_list(
            mail_list=mail_list,
            typed=form.typed(),
            language=translation.get_language() or "",
            is_doubtful=judged.is_doubtful,
            proof=judged.proof,
            actor=PERSON,
        )
    except ProofUsed:
        return _uncached(_once_more(request))
    except TooManyAsked:
        return _form(request, mail_list, form, is_full=True, status=429)
    return _onwards("asked_list", mail_list)


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def _once_more(request: HttpRequest) -> HttpResponse:
    """One more step, for work that was handed in before."""
    gate = form_gate.form_gate()
    if gate is None:
        raise RuntimeError("Only a gate takes work.")
    return gate.again(request)


def _ask(request: HttpRequest, sign_up: ListSignUp, template: str, token: str) -> HttpResponse:
    context = {"list": _shown([sign_up.list])[0], "is_joined": sign_up.is_joined}
    # Erased at this moment, in another tab; or empty, for it was confirmed.
    with suppress(SealedError):
        typed = sign_up.unseal()
        words = services.words_of(typed, sign_up.language)
        context |= {"masked_address": mask_address(typed.email), "words": words}
    return draw_page(request, template, {**context, "token": token})


def _said(request: HttpRequest, said: str, mail_list: List | None, *, status: int = 200) -> HttpResponse:
    """One page of a sentence and ways on: asked, joined, removed or over."""
    others = [one for one in public_lists() if mail_list is None or one.pk != mail_list.pk]
    context = {
        "said": said,
        "list": _shown([mail_list])[0] if mail_list is not None else None,
        "others": _shown(others),
    }
    return draw_page(request, "supporters/lists/said.html", context, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    with translation.override(asked_language(request)):
        return _said(request, "over", None, status=410)


def _onwards(name: str, mail_list: List) -> SeeOther:
    return SeeOther(_path(name, mail_list))


def _path(name: str, mail_list: List) -> str:
    language = {"lang": translation.get_language() or ""}
    return reverse(f"countersign_supporters:{name}", args=[mail_list.public_id], query=language)
