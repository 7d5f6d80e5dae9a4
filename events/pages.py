"""The mixins of pages that present an event, and of the page that lists them all."""

from contextlib import suppress
from copy import copy
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from campaigns.models import Campaign
from campaigns.pages import ActionPageMixin
from events.addresses import THANKS
from events.enums import EventState
from events.exceptions import NotAllSaid, NotAPublicPlace, NotThatState
from events.forms import RegisterForm
from events.kinds import register_context
from events.listing_pages import list_context
from events.models import Event
from events.next_steps import next_steps
from events.page_panels import DraftEventPanel
from events.posters.words import poster_urls
from events.selectors.rules import event_rules
from events.services.copying import clone_event
from events.services.event_states import confirm_event
from events.sharing import page_address, sharing_of
from privacy.actors import Actor

# A preview of what stands there when all dates have passed.
OVER = "over"
PLAIN_TEXT = ["bold", "italic", "link", "ul", "ol"]


class EventPageMixin(ActionPageMixin):
    """A page that presents one event; put it before ``Page`` in the bases::

        class EventPage(EventPageMixin, Page):
            template = "pages/event_page.html"

    Its template may include ``events/register_block.html``, ``events/facts.html``,
    ``countersign/share.html`` and, in its head, ``countersign/share_tags.html``: everything for them is in
    the context. The thank-you has its own address, ``…/thanks/``.
    """

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+", verbose_name=_("event"))
    ask = models.CharField(
        _("in one sentence"), max_length=200, blank=True, help_text=_("Below the title: why come.")
    )
    about = RichTextField(_("about it"), features=PLAIN_TEXT, blank=True)
    thanks = RichTextField(
        _("thank-you"), features=PLAIN_TEXT, blank=True, help_text=_("Below what is said after the form.")
    )

    deed_field = "event"
    deed_texts = {"title": "title"}

    content_panels = [
        *Page.content_panels,
        FieldPanel("event"),
        DraftEventPanel(),
        MultiFieldPanel([FieldPanel("ask"), FieldPanel("about")], heading=_("The event")),
        FieldPanel("thanks"),
    ]

    class Meta:
        abstract = True

    def clone_deed(self, deed: Event) -> Event:
        return clone_event(event=deed)

    def deed_published(self) -> None:
        """Its event is a draft no more, if it says all that it must; whatever else it is, that stays."""
        if self.event is not None and not self.event.is_live:
            with suppress(NotThatState, NotAllSaid, NotAPublicPlace):
                confirm_event(event=self.event, actor=Actor.system())

    # --- addresses -------------------------------------------------------------------------

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """``…/thanks/`` is ours; everything else is as in any page."""
        if self.live and self.event is not None and path_components == [THANKS]:  # type: ignore[attr-defined]
            return RouteResult(self, kwargs={"view": THANKS})
        return super().route(request, path_components)  # type: ignore[misc]

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """The page; with ``view``, the thank-you under its address."""
        if view:
            request.is_preview = False  # type: ignore[attr-defined]
            return self._draw(request, "events/page_thanks.html", subpath=f"{THANKS}/")
        response: HttpResponseBase = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        return response

    # --- what it shows ---------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what ``events/register_block.html`` and ``events/facts.html`` need."""
        context = super().get_context(request, *args, **kwargs)
        context |= {"ask": self.ask, "subpath": ""}
        if self.event is None:
            return {**context, "event": None, "dates": [], "is_open": False}
        # A form that was just refused is drawn in place of the empty one.
        refused = {"form": context["form"]} if "form" in context else {}
        return {
            **context,
            **register_context(self.event, page_id=self.pk),
            **refused,
            "next_steps": next_steps(self.event),
            "page_url": page_address(self.event),
            "sharing": sharing_of(self.event),
            "poster_urls": poster_urls(self.event),
        }

    def _draw(self, request: HttpRequest, template: str, **more: Any) -> TemplateResponse:
        return TemplateResponse(request, template, {**self.get_context(request), **more})

    # --- preview ---------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("Page")),
            ("errors", _("Form with errors")),
            ("thanks", _("Thank-you")),
            (OVER, _("After it is over")),
            (EventState.CANCELLED.value, EventState.CANCELLED.label),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        request.is_preview = True  # type: ignore[attr-defined]
        with override(self.locale.language_code):  # type: ignore[attr-defined]
            return self._preview(request, mode_name).render()

    def _preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        template = self.get_template(request)  # type: ignore[attr-defined]
        if self.event is None or mode_name == "":
            return self._draw(request, template)
        if mode_name == THANKS:
            return self._draw(request, "events/page_thanks.html")
        if mode_name != "errors":
            return self._draw(request, template, **_ended(self.event, is_over=mode_name == OVER))
        empty = RegisterForm({}, rules=event_rules(self.event.public_id), page_id=self.pk)
        return self._draw(request, template, form=empty)


def _ended(event: Event, *, is_over: bool) -> dict[str, Any]:
    """What a page shows once its event is over, or was called off; nothing of it is saved."""
    shown = copy(event)
    shown.state = EventState.CONFIRMED if is_over else EventState.CANCELLED
    return {"event": shown, "is_open": False, **({"dates": []} if is_over else {})}


class EventsPageMixin(models.Model):
    """The page that lists all events, or those of one campaign; put it before ``Page`` in the bases.

    The filters lead to ``do/events/``, for this page is kept for everybody.
    """

    class Meta:
        abstract = True

    def listed_campaign(self) -> Campaign | None:
        """Whose events are listed; None for all of the site. A site that has pages of campaigns says it."""
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what ``events/list.html`` needs."""
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        # The number of a page of the list is the one parameter that the cache lets through.
        asked = {"page": request.GET.get("page", "")}
        return {**context, **list_context(asked, campaign=self.listed_campaign())}
