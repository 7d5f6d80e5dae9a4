"""Check-in on a phone: a code box, the counter, and green, red or "already in".

The address is a signed link that organizers end; it opens from two hours before to two hours after the date.
Nothing is kept in a cache, no cookie is set or read. A page that can speak for itself (``door.js``) asks for
JSON and goes on without a connection; without it each press loads the page again.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.doors import NEVER, clear_page, form_door, posted_uuid, see_other
from campaigns.languages import speak, speaks
from events.enums import DoorAnswer
from events.exceptions import DoorNotOpenYet, LinkEnded, OccurrenceOver
from events.models import DoorLink, Occurrence
from events.selectors.doors import Found, door_list, find_by_first_name, open_door
from events.services import doors as services
from events.views.pages import missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import Erased, LinkBroken
from privacy.limits import take

PERSON = Actor.the_person()
# Presses at one door within a minute: more than people can walk in, far fewer than codes could be guessed.
A_MINUTE = 90


def at_door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view ``door`` for the token in its address, in the door's language; nothing is cached.

    404 for a token that is not ours; 410 with a clear sentence before its time, after it, or once ended.
    """

    @wraps(view)
    def within(request: HttpRequest, token: str) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            door = open_door(token)
        except LinkBroken:
            response = missing_page(request)
        except (LinkEnded, DoorNotOpenYet) as why:
            response = _closed(request, is_early=isinstance(why, DoorNotOpenYet))
        else:
            speak(request, door.language)
            response = view(request, token, door=door)
        response["Cache-Control"] = NEVER
        return response

    return within


@audience(Audience.LINK)
@require_safe
@speaks
@at_door
def door(request: HttpRequest, token: str, *, door: DoorLink) -> HttpResponse:
    """The code box; what the last press was answered stands in the address, and no code does."""
    said = request.GET.get("said", "")
    return _draw(request, token, door, said=said if said in DoorAnswer.values else "")


@audience(Audience.LINK)
@require_safe
@speaks
@at_door
def door_blank(request: HttpRequest, token: str, *, door: DoorLink) -> HttpResponse:
    """After five minutes without a press, where no script does it."""
    return TemplateResponse(request, "events/door/blank.html", {"door_url": _url(token)})


@audience(Audience.LINK)
@require_safe
@speaks
@at_door
def door_codes(request: HttpRequest, token: str, *, door: DoorLink) -> HttpResponse:
    """What a door that may lose its connection knows of codes (``DoorList``); the page keeps it in memory."""
    try:
        known = door_list(door.occurrence)
    except Erased:
        return _closed(request, is_early=False)
    return JsonResponse(
        {
            "keys": [[one.index.hex(), one.used.hex()] for one in known.keys],
            "bits": known.bits,
            "usedBits": known.used_bits,
            "codes": list(known.places.items()),
            "used": known.used,
            "count": known.count,
        }
    )


@audience(Audience.LINK)
@form_door
@at_door
def door_check(request: HttpRequest, token: str, *, door: DoorLink) -> HttpResponse:
    """Take one code, or (open events) one person that was found by name."""
    if not _has_room(door):
        return _too_many(request, token)
    deed = posted_uuid(request, "deed") or uuid4()
    person = posted_uuid(request, "person")
    try:
        if person is not None:
            let_in = services.check_in_person(
                occurrence=door.occurrence, public_id=person, deed=deed, actor=PERSON
            )
        else:
            typed = request.POST.get("code", "")
            let_in = services.check_in(occurrence=door.occurrence, typed=typed, deed=deed, actor=PERSON)
    except OccurrenceOver:
        return _closed(request, is_early=False)
    return _answer(request, token, door, let_in.answer, let_in.places)


@audience(Audience.LINK)
@form_door
@at_door
def door_walk_in(request: HttpRequest, token: str, *, door: DoorLink) -> HttpResponse:
    """Count people who came without a code."""
    if not _has_room(door):
        return _too_many(request, token)
    deed = posted_uuid(request, "deed") or uuid4()
    try:
        number = int(request.POST.get("number", "1")[:4])
        services.count_walk_ins(occurrence=door.occurrence, number=number, deed=deed, actor=PERSON)
    except ValueError:
        return _answer(request, token, door, DoorAnswer.MISREAD)
    return _answer(request, token, door, DoorAnswer.WALKED, number)


@audience(Audience.LINK)
@form_door
@at_door
def door_search(request: HttpRequest, token: str, *, door: DoorLink) -> HttpResponse:
    """Who forgot the code, at an open event. Posted, so that no name stands in an address."""
    if not _has_room(door):
        return _too_many(request, token)
    found = find_by_first_name(door.occurrence, request.POST.get("name", "")[:60])
    return _draw(request, token, door, found=found)


def _has_room(door: DoorLink) -> bool:
    """Whether this door may be pressed once more in this minute, whatever the button."""
    return take("events.door", door.public_id.hex, at_most=A_MINUTE, per=timedelta(minutes=1))


def _draw(
    request: HttpRequest, token: str, door: DoorLink, *, said: str = "", found: list[Found] | None = None
) -> HttpResponse:
    occurrence = door.occurrence
    language = get_language() or ""
    context = {
        # Who looks over a shoulder, or takes the phone away, reads nowhere what it was.
        "title": _("At the door") if occurrence.is_guarded else occurrence.event.title_in(language),
        "count": occurrence.attended_count,
        "said": said,
        "said_words": DoorAnswer(said).label if said else "",
        "answers_json": json.dumps(_words(), ensure_ascii=False),
        "check_url": _url(token, "check"),
        "walk_in_url": _url(token, "walk_in"),
        "list_url": reverse("countersign_door_codes", args=[token]),
        "blank_url": _url(token, "blank"),
        "search_url": "" if occurrence.is_guarded else _url(token, "search"),
        "deed": uuid4(),
        "walk_in_deed": uuid4(),
        "searched": found is not None,
        "found": found or [],
    }
    return TemplateResponse(request, "events/door/door.html", context)


def _answer(
    request: HttpRequest, token: str, door: DoorLink, answer: DoorAnswer, places: int = 1
) -> HttpResponse:
    if "application/json" not in request.headers.get("Accept", ""):
        return see_other(f"{_url(token)}&said={answer.value}")
    rows = Occurrence.objects.filter(pk=door.occurrence_id)
    count = rows.values_list("attended_count", flat=True).get()
    return JsonResponse({"result": answer.value, "places": places, "count": count})


def _words() -> dict[str, str]:
    """What the script says, by answer."""
    return {
        **{answer.value: str(answer.label) for answer in DoorAnswer},
        "twice": _("One code that was let in without a connection had been used at another door."),
        "stranger": _("One code that was let in without a connection is none of this date’s."),
        "unsent": _(
            "There is no connection, and this page does not know the codes yet. Write the code down."
        ),
        "places": _("%(number)s people"),
        "waiting": _("%(number)s presses wait for the connection. Leave this page open."),
    }


def _closed(request: HttpRequest, *, is_early: bool) -> HttpResponse:
    context = {"is_early": is_early}
    return TemplateResponse(request, "events/door/closed.html", context, status=410)


def _too_many(request: HttpRequest, token: str) -> HttpResponse:
    response = clear_page(
        request,
        429,
        _("One moment"),
        _("Very many codes were tried at this door. Wait a minute, then go on."),
        way_on=_url(token),
        way_on_label=_("Back to the door"),
    )
    response["Retry-After"] = "60"
    return response


def _url(token: str, deed: str = "") -> str:
    name = f"countersign_door_{deed}" if deed else "countersign_door"
    return f"{reverse(name, args=[token])}?lang={get_language() or ''}"
