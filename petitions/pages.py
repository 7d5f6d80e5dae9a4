"""The mixin of pages that present a petition."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from campaigns.pages import ActionPageMixin
from petitions import selectors
from petitions.enums import PetitionState
from petitions.forms import SignForm
from petitions.kinds import sign_context
from petitions.models import Petition
from petitions.next_steps import next_steps
from petitions.services import clone_petition
from petitions.words import default_after_body, default_after_subject

THANKS = "thanks"
PLAIN_TEXT = ["bold", "italic", "link", "ul", "ol"]


class PetitionPageMixin(ActionPageMixin):
    """A page that presents one petition or pledge; put it before ``Page`` in the bases::

        class PetitionPage(PetitionPageMixin, Page):
            template = "pages/petition_page.html"

    Its template may ``{% include "petitions/sign_block.html" %}``: everything for it is in the
    context. The thank-you has its own address, ``…/thanks/``.
    """

    petition = models.ForeignKey(
        Petition, models.PROTECT, null=True, related_name="+", verbose_name=_("petition")
    )
    demand = RichTextField(
        _("demand"), features=PLAIN_TEXT, blank=True, help_text=_("What you demand, in full.")
    )
    ask = models.CharField(
        _("ask"), max_length=200, blank=True, help_text=_("One sentence above the form: why sign, why now.")
    )
    button = models.CharField(
        _("button"), max_length=40, blank=True, help_text=_("Empty: “Sign”, or “Pledge” for a pledge.")
    )
    thanks = RichTextField(
        _("thank-you"),
        features=PLAIN_TEXT,
        blank=True,
        help_text=_("Below “one press is left” after the form."),
    )
    after_mail_subject = models.CharField(
        _("subject"), max_length=150, blank=True, help_text=_("Empty: “Your name counts: …” and the title.")
    )
    after_mail_body = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "Plain text. We add the greeting, the page's address and the link to take the name off. "
            "Empty: a short thanks that asks to pass it on; the preview shows it."
        ),
    )
    closed = RichTextField(
        _("when it has closed"), features=PLAIN_TEXT, blank=True, help_text=_("Stands in place of the form.")
    )
    victory = RichTextField(
        _("when it has won"), features=PLAIN_TEXT, blank=True, help_text=_("Stands in place of the form.")
    )

    deed_field = "petition"
    deed_texts = {
        "title": "title",
        "after_mail_subject": "after_mail_subject",
        "after_mail_body": "after_mail_body",
    }

    content_panels = [
        *Page.content_panels,
        FieldPanel("petition"),
        MultiFieldPanel(
            [FieldPanel("demand"), FieldPanel("ask"), FieldPanel("button")], heading=_("The petition")
        ),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [
                HelpPanel(content=_("Sent once, when a signer has pressed the button in the first mail.")),
                FieldPanel("after_mail_subject"),
                FieldPanel("after_mail_body"),
            ],
            heading=_("Mail after confirming"),
        ),
        MultiFieldPanel([FieldPanel("closed"), FieldPanel("victory")], heading=_("When it is over")),
    ]

    class Meta:
        abstract = True

    def clone_deed(self, deed: Petition) -> Petition:
        return clone_petition(petition=deed)

    # --- addresses -------------------------------------------------------------------------

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """``…/thanks/`` is the thank-you; everything else is as in any page."""
        if path_components == [THANKS] and self.live and self.petition is not None:  # type: ignore[attr-defined]
            return RouteResult(self, kwargs={"view": THANKS})
        return super().route(request, path_components)  # type: ignore[misc]

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        if view == THANKS:
            request.is_preview = False  # type: ignore[attr-defined]
            return self._draw(request, "petitions/page_thanks.html")
        response: HttpResponseBase = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        return response

    # --- what it shows ---------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what ``petitions/sign_block.html`` needs, and ``stage``: open, later, closed or won."""
        context = super().get_context(request, *args, **kwargs)
        petition = self.petition
        if petition is None:
            return {**context, "petition": None, "stage": "draft"}
        is_test = bool(getattr(request, "is_preview", False))
        signing = sign_context(petition, page_id=self.pk, is_test=is_test, button=self.button)
        # A form that was just refused is drawn in place of the empty one.
        refused = {"form": context["form"]} if "form" in context else {}
        return {**context, **signing, **refused, "stage": stage_of(petition)}

    def _draw(self, request: HttpRequest, template: str, **more: Any) -> TemplateResponse:
        context = self.get_context(request)
        if self.petition is not None:
            context["next_steps"] = next_steps(self.petition)
        return TemplateResponse(request, template, {**context, **more})

    # --- preview ---------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("Form (you can sign as a test)")),
            ("errors", _("Form with errors")),
            ("thanks", _("Thank-you")),
            ("mail", _("Mail after confirming")),
            ("closed", _("Closed")),
            ("won", _("Won")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        request.is_preview = True  # type: ignore[attr-defined]
        with override(self.locale.language_code):  # type: ignore[attr-defined]
            return self._preview(request, mode_name).render()

    def _preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        template = self.get_template(request)  # type: ignore[attr-defined]
        if self.petition is None or mode_name == "":
            return self._draw(request, template)
        if mode_name == "thanks":
            return self._draw(request, "petitions/page_thanks.html")
        if mode_name == "mail":
            return self._draw(request, "petitions/mail_preview.html", mail=self._after_mail(self.petition))
        if mode_name == "errors":
            rules = selectors.sign_rules(self.petition.public_id)
            empty = SignForm({}, rules=rules, page_id=self.pk, is_test=True)
            return self._draw(request, template, form=empty)
        return self._draw(request, template, stage=mode_name)

    def _after_mail(self, petition: Petition) -> dict[str, str]:
        title: str = self.title  # type: ignore[attr-defined]
        default = default_after_subject(title=title, is_pledge=petition.is_pledge)
        return {
            "subject": self.after_mail_subject or default,
            "body": self.after_mail_body or default_after_body(is_pledge=petition.is_pledge),
            "language": get_language() or "",
        }


def stage_of(petition: Petition) -> str:
    """Which of its four faces a page shows."""
    if petition.is_open:
        return "open"
    if petition.opens_later:
        return "later"
    return "won" if petition.state == PetitionState.WON else "closed"
