"""A person's own door: no account, a link in their own mail.

The letter's link opens once. Behind it is an address of half an hour, whose token is the whole right to act:
there is no session whose rights a foreign page could borrow, so neither CSRF token nor origin is asked.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from outbox.selectors import paused_until
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkError, LinkExpired, LinkUsed, SealedError, VaultLocked
from privacy.links import Purpose, is_burnt, read_link_token
from supporters import services
from supporters.door_forms import AskForm, ChoicesForm, CorrectForm, EraseForm
from supporters.exceptions import NothingToWithdraw, TooManyAsked, TooManyJoined
from supporters.held import Held
from supporters.models import ConsentWording, Supporter
from supporters.selectors import LIST_WORDING, current_wording, offered_lists, standing_consents
from supporters.views.drawing import SeeOther, asked_language, draw_page

PERSON = Actor.the_person()
READ = ("GET", "HEAD")
# Name of the button by which one is erased while the vault is locked.
ERASE_NOW = "erase_now"


@audience(Audience.PUBLIC)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask_door(request: HttpRequest) -> HttpResponseBase:
    """The page that asks for the link: 303 to the same page for known and unknown addresses.

    422 with errors, 429 beyond what is sent in an hour. A foreign page that posts here has a letter sent to
    an address it knows, as anybody can.
    """
    language = asked_language(request)
    with translation.override(language):
        form = AskForm(request.POST if request.method == "POST" else None, auto_id="ask-%s")
        if request.method in READ:
            return draw_page(request, "supporters/door/ask.html", {"form": form})
        if not form.is_valid():
            return draw_page(request, "supporters/door/ask.html", {"form": form}, status=422)
        try:
            services.ask_for_door(address=form.cleaned_data["email"], language=language, actor=PERSON)
        except TooManyAsked:
            return draw_page(request, "supporters/door/ask.html", {"form": form, "is_full": True}, status=429)
    return SeeOther(f"{reverse('countersign_supporters:asked_door')}?lang={language}")


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def asked_door(request: HttpRequest) -> HttpResponseBase:
    """ "Look into your mail": the same for everybody."""
    with translation.override(asked_language(request)):
        return draw_page(request, "supporters/door/asked.html", {})


@audience(Audience.LINK)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def open_door(request: HttpRequest, token: str) -> HttpResponseBase:
    """A button on GET, for scanners open every link; the POST uses the link up and leads inside."""
    try:
        # By this id and no alias: who was merged since asks anew, and is shown nothing of another meanwhile.
        supporter = Supporter.objects.filter(public_id=read_link_token(token, Purpose.OWN_DOOR).ref).first()
        if supporter is None or is_burnt(token):
            return _over(request)
        if request.method in READ:
            with translation.override(supporter.language):
                return draw_page(request, "supporters/door/open.html", {"token": token})
        inside_token = services.open_door(token=token, actor=PERSON)
    except (LinkExpired, LinkUsed):
        return _over(request)
    except LinkBroken:
        raise Http404 from None
    return SeeOther(reverse("countersign_supporters:door", args=[inside_token]))


type Room = Callable[..., HttpResponseBase]


def behind_door(*methods: str) -> Callable[[Room], Room]:
    """A room behind the door: called with the person and what is sealed of them, in their language.

    410 when the half hour is over, the door was closed, or the person is erased; 404 for other tokens.
    """

    def decorate(view: Room) -> Room:
        @csrf_exempt
        @require_http_methods(list(methods))
        @wraps(view)
        def room(request: HttpRequest, token: str, *args: Any) -> HttpResponseBase:
            try:
                link = read_link_token(token, Purpose.OPEN_DOOR)
            except LinkExpired:
                return _over(request)
            except LinkError:
                raise Http404 from None
            supporter = Supporter.objects.filter(public_id=link.ref).first()
            if supporter is None or is_burnt(token):
                return _over(request)
            try:
                whole = supporter.unseal()
                shown = services.details_apart(supporter, whole)
                held = Held(supporter, shown, kept_back=whole if shown is not whole else None)
            except SealedError:
                return _over(request)
            except VaultLocked:
                return _while_locked(request, token, supporter)
            try:
                with translation.override(supporter.language):
                    response = view(request, token, held, *args)
            except SealedError:
                # Erased at this moment, in another tab.
                return _over(request)
            add_never_cache_headers(response)
            return response

        return room

    return decorate


@audience(Audience.LINK)
@behind_door("GET", "HEAD")
def inside(request: HttpRequest, token: str, held: Held) -> HttpResponseBase:
    """What we hold, and everything that can be decided on it."""
    return _inside(request, token, held)


@audience(Audience.LINK)
@behind_door("POST")
def save_choices(request: HttpRequest, token: str, held: Held) -> HttpResponseBase:
    """Lists on and off, language, pause."""
    offered = offered_lists(held.supporter)
    form = ChoicesForm(request.POST, offered=offered)
    if not form.is_valid():
        return _inside(request, token, held, choices=form, status=422)
    drawn = ConsentWording.objects.filter(key=LIST_WORDING, public_id=form.cleaned_data["wording"]).first()
    wording = drawn or current_wording(LIST_WORDING, held.supporter.language)
    try:
        services.choose(supporter=held.supporter, chosen=form.chosen(), wording=wording, actor=PERSON)
    except TooManyJoined:
        said = gettext(
            "You joined as many lists today as one can in a day. Nothing was changed: go on tomorrow."
        )
        form.add_error("lists", said)
        return _inside(request, token, held, choices=form, status=429)
    return _back(token, "saved")


@audience(Audience.LINK)
@behind_door("POST")
def correct(request: HttpRequest, token: str, held: Held) -> HttpResponseBase:
    """Name, phone and postal code in place of what is written."""
    form = CorrectForm(request.POST, country=held.supporter.country)
    if not form.is_valid():
        return _inside(request, token, held, correct=form, status=422)
    services.correct_details(supporter=held.supporter, said=_with_unseen(form.said(), held), actor=PERSON)
    return _back(token, "corrected")


@audience(Audience.LINK)
@behind_door("POST")
def withdraw_consent(request: HttpRequest, token: str, held: Held) -> HttpResponseBase:
    """Take one yes back; once more changes nothing and says the same."""
    try:
        wording_id = UUID(request.POST.get("wording", ""))
        list_id = UUID(request.POST["list"]) if request.POST.get("list") else None
        services.withdraw_consent(
            supporter=held.supporter, wording_id=wording_id, list_id=list_id, actor=PERSON
        )
    except (ValueError, NothingToWithdraw):
        return _back(token)
    return _back(token, "withdrawn")


@audience(Audience.LINK)
@behind_door("POST")
def download(request: HttpRequest, token: str, held: Held) -> HttpResponseBase:
    """What we hold as a file, in clear: JSON, or a page that needs no internet."""
    if request.POST.get("as") == "json":
        response: HttpResponse = JsonResponse(
            held.as_data(), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        name = "what-you-hold.json"
    else:
        response = HttpResponse(render_to_string("supporters/door/file.html", {"held": held}))
        name = "what-you-hold.html"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@audience(Audience.LINK)
@behind_door("GET", "HEAD", "POST")
def erase_me(request: HttpRequest, token: str, held: Held) -> HttpResponseBase:
    """Ask once more on GET; on POST everything goes, and a receipt is mailed."""
    form = EraseForm(request.POST if request.method == "POST" else None, auto_id="erase-%s")
    if request.method in READ or not form.is_valid():
        status = 200 if request.method in READ else 422
        return draw_page(request, "supporters/door/erase.html", {"form": form, "token": token}, status=status)
    services.erase_oneself(supporter=held.supporter, keep_fingerprint=form.keeps_fingerprint, actor=PERSON)
    return draw_page(request, "supporters/door/erased.html", {})


def _while_locked(request: HttpRequest, token: str, supporter: Supporter) -> HttpResponse:
    """Nothing can be shown or changed while the vault is locked; who wants to be erased need not wait."""
    with translation.override(supporter.language):
        if request.method == "POST" and ERASE_NOW in request.POST:
            services.erase_while_locked(supporter=supporter, actor=PERSON)
            return draw_page(request, "supporters/door/erased.html", {"while_locked": True})
        context = {"token": token, "button": ERASE_NOW}
        response = draw_page(request, "supporters/door/locked.html", context, status=503)
    # No fault, and its address is a signed link.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@audience(Audience.LINK)
@csrf_exempt
@require_http_methods(["POST"])
def close_door(request: HttpRequest, token: str) -> HttpResponseBase:
    """From now on the address of this page opens nothing: for a device that others use too.

    Pressed again, by whoever is erased meanwhile too, it says the same.
    """
    try:
        link = read_link_token(token, Purpose.OPEN_DOOR)
        services.close_door(token=token, actor=PERSON)
    except LinkExpired:
        return _over(request)
    except LinkError:
        raise Http404 from None
    supporter = Supporter.objects.filter(public_id=link.ref).first()
    with translation.override(supporter.language if supporter else translation.get_language()):
        return draw_page(request, "supporters/door/closed.html", {})


def _inside(
    request: HttpRequest,
    token: str,
    held: Held,
    *,
    choices: ChoicesForm | None = None,
    correct: CorrectForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, details = held.supporter, held.details
    offered = offered_lists(person)
    if choices is None:
        mine = set(person.subscriptions.subscribed().values_list("list_id", flat=True))
        known = {
            "lists": [str(one.public_id) for one in offered if one.pk in mine],
            "language": person.language,
            "paused_until": paused_until(details.email),
        }
        known |= {
            "was": known["lists"],
            "language_was": known["language"],
            "paused_was": known["paused_until"],
        }
        choices = ChoicesForm(offered=offered, initial=known)
    if correct is None:
        fields = ("given_name", "family_name", "phone", "postal_code")
        written = {name: getattr(details, name) for name in fields}
        correct = CorrectForm(country=person.country, initial=written)
    context = {
        "token": token,
        "held": held,
        "choices": choices,
        "correct": correct,
        "consents": standing_consents(person),
        "wording": current_wording(LIST_WORDING, translation.get_language() or ""),
        "done": request.GET.get("done", ""),
    }
    return draw_page(request, "supporters/door/inside.html", context, status=status)


def _with_unseen(said: services.Corrected, held: Held) -> services.Corrected:
    """What the page did not show is not emptied by saving it."""
    if held.kept_back is None:
        return said
    as_shown = [name for name, value in vars(said).items() if value == getattr(held.details, name)]
    return replace(said, **{name: getattr(held.kept_back, name) for name in as_shown})


def _back(token: str, done: str = "") -> SeeOther:
    path = reverse("countersign_supporters:door", args=[token])
    return SeeOther(f"{path}?done={done}#done" if done else path)


def _over(request: HttpRequest) -> HttpResponse:
    with translation.override(asked_language(request)):
        return draw_page(request, "supporters/door/over.html", {}, status=410)
