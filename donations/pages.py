"""The mixin of pages that present a fundraiser."""

from contextlib import suppress
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

from campaigns.pages import ActionPageMixin
from donations.addresses import THANKS
from donations.exceptions import FundraiserMoved
from donations.forms import GiveForm
from donations.kinds import give_context
from donations.models import Fundraiser
from donations.next_steps import next_steps
from donations.selectors.rules import give_rules
from donations.services.fundraisers import clone_fundraiser, open_fundraiser
from donations.sharing import page_address, sharing_of
from donations.stages import Stage
from privacy.actors import Actor

PLAIN_TEXT = ["bold", "italic", "link", "ul", "ol"]


class FundraiserPageMixin(ActionPageMixin):
    """A page that presents one fundraiser; put it before ``Page`` in the bases::

        class FundraiserPage(FundraiserPageMixin, Page):
            template = "pages/fundraiser_page.html"

    Its template may include ``donations/give_block.html``, ``countersign/share.html`` and, in its head,
    ``countersign/share_tags.html``: everything for them is in the context. The thank-you has its own
    address, ``…/thanks/``: the same for everybody, so it tells nothing of a gift.
    """

    fundraiser = models.ForeignKey(
        Fundraiser, models.PROTECT, null=True, related_name="+", verbose_name=_("fundraiser")
    )
    ask = models.CharField(
        _("ask"), max_length=200, blank=True, help_text=_("One sentence below the title: why give, why now.")
    )
    about = RichTextField(
        _("about it"), features=PLAIN_TEXT, blank=True, help_text=_("What the money is for, in full.")
    )
    banner_line = models.CharField(
        _("line on the banner"),
        max_length=80,
        blank=True,
        help_text=_("On top of every page, where its fundraiser says so. Empty: the title."),
    )
    thanks = RichTextField(
        _("thank-you"), features=PLAIN_TEXT, blank=True, help_text=_("Below what is said after the payment.")
    )
    after_words = RichTextField(
        _("when it is over"),
        features=PLAIN_TEXT,
        blank=True,
        help_text=_("Stands in place of the form after the deadline, or once the goals are reached."),
    )

    deed_field = "fundraiser"
    deed_texts = {
        "title": "title",
        "banner_line": "line",
        "thanks": "thanks",
        "after_words": "after_words",
    }

    content_panels = [
        *Page.content_panels,
        FieldPanel("fundraiser"),
        MultiFieldPanel([FieldPanel("ask"), FieldPanel("about")], heading=_("The fundraiser")),
        FieldPanel("banner_line"),
        MultiFieldPanel([FieldPanel("thanks"), FieldPanel("after_words")], heading=_("Afterwards")),
    ]

    class Meta:
        abstract = True

    def clone_deed(self, deed: Fundraiser) -> Fundraiser:
        return clone_fundraiser(fundraiser=deed)

    def deed_published(self) -> None:
        """Its fundraiser is a draft no more; whatever else it is, that stays."""
        if self.fundraiser is not None:
            with suppress(FundraiserMoved):
                open_fundraiser(fundraiser=self.fundraiser, actor=Actor.system())

    # --- addresses -------------------------------------------------------------------------

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """``…/thanks/`` is ours; everything else is as in any page."""
        if self.live and self.fundraiser is not None and path_components == [THANKS]:  # type: ignore[attr-defined]
            return RouteResult(self, kwargs={"view": THANKS})
        return super().route(request, path_components)  # type: ignore[misc]

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """The page; with ``view``, the thank-you under its address."""
        if view:
            request.is_preview = False  # type: ignore[attr-defined]
            return self._draw(request, "donations/page_thanks.html", subpath=f"{THANKS}/")
        response: HttpResponseBase = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        return response

    # --- what it shows ---------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what ``donations/give_block.html`` needs, and ``stage``: see ``donations.stages``."""
        context = super().get_context(request, *args, **kwargs)
        context |= {"ask": self.ask, "subpath": ""}
        if self.fundraiser is None:
            return {**context, "fundraiser": None, "bars": [], "stage": Stage.DRAFT.value}
        # A form that was just refused is drawn in place of the empty one.
        refused = {"form": context["form"]} if "form" in context else {}
        return {
            **context,
            **give_context(self.fundraiser, page_id=self.pk),
            **refused,
            "next_steps": next_steps(self.fundraiser),
            "page_url": page_address(self.fundraiser),
            "sharing": sharing_of(self.fundraiser),
        }

    def draw_with(self, request: HttpRequest, form: GiveForm, **more: Any) -> TemplateResponse:
        """The page with this form in place of its own, under an address of the form's."""
        request.is_preview = False  # type: ignore[attr-defined]
        template = self.get_template(request)  # type: ignore[attr-defined]
        return self._draw(request, template, form=form, **more)

    def _draw(self, request: HttpRequest, template: str, **more: Any) -> TemplateResponse:
        return TemplateResponse(request, template, {**self.get_context(request), **more})

    # --- preview ---------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("Page")),
            ("errors", _("Form with errors")),
            ("thanks", _("Thank-you")),
            (Stage.OVER.value, _("After the deadline")),
            (Stage.REACHED.value, _("Goals reached")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        request.is_preview = True  # type: ignore[attr-defined]
        with override(self.locale.language_code):  # type: ignore[attr-defined]
            return self._preview(request, mode_name).render()

    def _preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        template = self.get_template(request)  # type: ignore[attr-defined]
        if self.fundraiser is None or mode_name == "":
            return self._draw(request, template, may_try=True)
        if mode_name == THANKS:
            return self._draw(request, "donations/page_thanks.html")
        if mode_name == "errors":
            empty = GiveForm({}, rules=give_rules(self.fundraiser.public_id), page_id=self.pk)
            return self._draw(request, template, form=empty, may_try=True)
        return self._draw(request, template, stage=mode_name)
