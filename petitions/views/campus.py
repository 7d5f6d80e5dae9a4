"""The pages behind a campus link: numbers from ten on, and two forms. Nobody's name, address or list.

The token is the permission, and the row is looked at each time: a link that was ended opens nothing.
A GET never does anything; no cache keeps a page, no search engine lists it, no cookie is set.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.doors import NEVER, clear_page, see_other
from campaigns.languages import speak, speaks
from petitions import services
from petitions.campus_forms import NewsForm, UpdateForm
from petitions.chart import chart_of
from petitions.exceptions import OrganizerGone, TooManyUpdates, TooSoon
from petitions.models import CampusOrganizer
from petitions.next_steps import next_steps
from petitions.selectors import (
    SignedDay,
    desk_of,
    live_organizer,
    next_local_news,
    told_takers,
    waiting_local_news,
)
from petitions.views.pages import missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken, LinkExpired
from privacy.links import Purpose, read_link_token

type CampusView = Callable[[HttpRequest, str, CampusOrganizer], HttpResponse]
type Door = Callable[..., HttpResponseBase]
DONE = ("update", "news")


def unlisted(view: Door) -> Door:
    """Kept by no cache and no search engine; without CSRF token, for no cookie grants anything here."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = speaks(view)(request, *args, **kwargs)
        response["Cache-Control"] = NEVER
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(door))


def campus_door(view: CampusView) -> Door:
    """Wrap a page behind a campus link: it gets whose link it is, in that person's language.

    404 for a token that is not ours, 410 with a way on for one that has run out, was ended, or whose
    campus is hidden: these look the same.
    """

    @unlisted
    @wraps(view)
    def door(request: HttpRequest, token: str) -> HttpResponse:
        try:
            organizer = live_organizer(read_link_token(token, Purpose.CAMPUS).ref)
        except LinkExpired:
            organizer = None
        except LinkBroken:
            return missing_page(request)
        if organizer is None:
            return _ended_page(request, token)
        speak(request, organizer.language)
        return view(request, token, organizer)

    return door


@audience(Audience.LINK)
@campus_door
def campus(request: HttpRequest, token: str, organizer: CampusOrganizer) -> HttpResponse:
    """How the campus stands: totals, where people came from, what waits, and the ways to write."""
    desk = desk_of(organizer)
    done = request.GET.get("done", "")
    return _draw(
        request,
        "petitions/campus/desk.html",
        token,
        organizer,
        desk=desk,
        chart=chart_of([SignedDay(one.last, one.number, 0) for one in desk.periods]),
        next_steps=next_steps(organizer.place.petition, at=organizer.place.slug),
        done=done if done in DONE else "",
        waits=waiting_local_news(organizer.place) is not None,
        writes_again=next_local_news(organizer.place),
    )


@audience(Audience.LINK)
@campus_door
def campus_update(request: HttpRequest, token: str, organizer: CampusOrganizer) -> HttpResponse:
    """The form for what happened on GET; on POST it waits for a moderator."""
    form = UpdateForm(request.POST if _is_posted(request) else None, name="update")
    if not _is_posted(request) or not form.is_valid():
        return _draw(request, "petitions/campus/update.html", token, organizer, form=form)
    said = form.cleaned_data
    try:
        services.tell_from_campus(
            organizer=organizer,
            title=form.said("title"),
            body=form.said("body"),
            url=said["url"],
            day=said["day"],
            actor=Actor.the_person(),
        )
    except TooManyUpdates:
        form.add_error(
            None,
            ValidationError(_("Five updates of this campus wait to be read already. Try again later.")),
        )
        return _draw(request, "petitions/campus/update.html", token, organizer, form=form)
    except OrganizerGone:
        return _ended_page(request, token)
    return _back(token, done="update")


@audience(Audience.LINK)
@campus_door
def campus_news(request: HttpRequest, token: str, organizer: CampusOrganizer) -> HttpResponse:
    """The form for a message on GET; on POST it waits for a Mailer. Whom it goes to is not told."""
    form = NewsForm(request.POST if _is_posted(request) else None, name="news")
    if not _is_posted(request) or not form.is_valid():
        return _draw_news(request, token, organizer, form)
    try:
        services.write_from_campus(
            organizer=organizer,
            subject=form.said("subject"),
            text=form.said("text"),
            button_label=form.said("button_label"),
            button_url=form.cleaned_data["button_url"],
            actor=Actor.the_person(),
        )
    except TooSoon:
        form.add_error(
            None, ValidationError(_("One message in seven days can be written from here. Wait a little."))
        )
        return _draw_news(request, token, organizer, form)
    except OrganizerGone:
        return _ended_page(request, token)
    return _back(token, done="news")


@audience(Audience.LINK)
@unlisted
def campus_ask(request: HttpRequest, token: str) -> HttpResponse:
    """A button on GET; on POST a fresh link goes to the address that the old one went to, if it lives.

    The same page in any case: it does not tell whether there is still somebody to write to.
    """
    try:
        ref: UUID | None = read_link_token(token, Purpose.CAMPUS).ref
    except LinkExpired as over:
        ref = over.ref
    except LinkBroken:
        return missing_page(request)
    if request.method != "POST":
        return TemplateResponse(request, "petitions/campus/ask.html", {}).render()
    services.mail_fresh_link(organizer=live_organizer(ref), actor=Actor.the_person())
    return clear_page(
        request,
        200,
        _("Look into your mail"),
        _(
            "If your link was renewed, a fresh one is on its way to the address that the old one went to. "
            "If nothing comes within the hour, write to whoever gave it to you."
        ),
    )


def _is_posted(request: HttpRequest) -> bool:
    return request.method == "POST"


def _ended_page(request: HttpRequest, token: str) -> HttpResponse:
    return clear_page(
        request,
        410,
        _("This link has ended"),
        _("A private link is good for 30 days. If yours was renewed, ask for the fresh one."),
        way_on=reverse("countersign_campus_ask", args=[token]),
        way_on_label=_("Ask for a new link"),
    )


def _back(token: str, *, done: str) -> HttpResponse:
    query = {"done": done, "lang": get_language()}
    return see_other(reverse("countersign_campus", args=[token], query=query))


def _draw_news(request: HttpRequest, token: str, organizer: CampusOrganizer, form: NewsForm) -> HttpResponse:
    return _draw(
        request,
        "petitions/campus/news.html",
        token,
        organizer,
        form=form,
        takers=told_takers(organizer.place),
        waits=waiting_local_news(organizer.place) is not None,
        writes_again=next_local_news(organizer.place),
    )


def _draw(
    request: HttpRequest, template: str, token: str, organizer: CampusOrganizer, **more: Any
) -> HttpResponse:
    """A page of this campus; with status 422 where a form has errors."""
    form = more.get("form")
    context = {
        "organizer": organizer,
        "place": organizer.place,
        "petition": organizer.place.petition,
        "campus_url": reverse("countersign_campus", args=[token]),
        "update_url": reverse("countersign_campus_update", args=[token]),
        "news_url": reverse("countersign_campus_news", args=[token]),
        "form": form,
        **more,
    }
    status = 422 if form is not None and form.errors else 200
    return TemplateResponse(request, template, context, status=status).render()
