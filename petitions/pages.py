"""The mixin of pages that present a petition."""

from contextlib import suppress
from copy import copy
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from campaigns.forms import PublicForm
from campaigns.pages import ActionPageMixin
from petitions import selectors
from petitions.addresses import PROVE, RECRUITER, REPORT, START, THANKS, place_path
from petitions.exceptions import PetitionMoved
from petitions.forms import SignForm
from petitions.kinds import sign_context
from petitions.models import Petition
from petitions.next_steps import next_steps
from petitions.place_pages import PLACES, TEMPLATES, find_view, places_shown, subpath
from petitions.posters.words import urls_for
from petitions.proof_form import ProofForm
from petitions.proposal_form import ProposalForm
from petitions.recruiter_form import RecruiterForm
from petitions.report_form import PetitionReportForm
from petitions.services import clone_petition, go_live
from petitions.sharing import page_address, sharing_of
from petitions.words import default_after_body, default_after_subject
from privacy.actors import Actor

# Forms under a campus's address, by their view: their name in the template.
AT_PLACE: dict[str, tuple[str, type[RecruiterForm] | type[ProofForm]]] = {
    RECRUITER: ("recruiter_form", RecruiterForm),
    PROVE: ("proof_form", ProofForm),
}
PLAIN_TEXT = ["bold", "italic", "link", "ul", "ol"]


class PetitionPageMixin(ActionPageMixin):
    """A page that presents one petition or pledge; put it before ``Page`` in the bases::

        class PetitionPage(PetitionPageMixin, Page):
            template = "pages/petition_page.html"

    Its template may include ``petitions/sign_block.html``, ``petitions/share.html`` and, in its head,
    ``petitions/share_tags.html``: everything for them is in the context, and on a campus's page ``campus``,
    ``affiliations`` and ``ask``; ``petitions/updates.html`` draws ``timeline``, ``petitions/comments.html``
    the ``comments``. ``report_url`` is where a visitor reports the page: link it in your footer. The
    thank-you has its own address, ``…/thanks/``; the campuses of a distributed petition are under ``…/at/``.
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
        _("button"),
        max_length=40,
        blank=True,
        help_text=_("Empty: “Sign”, or “Take the pledge” for a pledge."),
    )
    noun_one = models.CharField(
        _("what is counted, one"),
        max_length=40,
        blank=True,
        help_text=_("As in “1 pledge”. Empty: “pledge” for a pledge, else “person has signed”."),
    )
    noun_many = models.CharField(
        _("what is counted, many"),
        max_length=40,
        blank=True,
        help_text=_("As in “1,204 pledges”. Empty: “pledges” for a pledge, else “people have signed”."),
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
        "ask": "ask",
        "button": "verb",
        "noun_one": "noun_one",
        "noun_many": "noun_many",
        "after_mail_subject": "after_mail_subject",
        "after_mail_body": "after_mail_body",
    }

    content_panels = [
        *Page.content_panels,
        FieldPanel("petition"),
        MultiFieldPanel(
            [
                FieldPanel("demand"),
                FieldPanel("ask"),
                FieldPanel("button"),
                FieldRowPanel([FieldPanel("noun_one"), FieldPanel("noun_many")]),
            ],
            heading=_("The petition"),
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

    def deed_published(self) -> None:
        """Its petition is a draft no more; whatever else it is, that stays."""
        if self.petition is not None:
            with suppress(PetitionMoved):
                go_live(petition=self.petition, actor=Actor.system())

    # --- addresses -------------------------------------------------------------------------

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """``…/thanks/`` and ``…/at/…`` are ours; everything else is as in any page."""
        if self.live and self.petition is not None:  # type: ignore[attr-defined]
            found = find_view(self.petition, path_components)
            if found is not None:
                return RouteResult(self, kwargs=found)
        return super().route(request, path_components)  # type: ignore[misc]

    def serve(
        self, request: HttpRequest, *args: Any, view: str = "", at: str = "", **kwargs: Any
    ) -> HttpResponseBase:
        """The page; of a campus, with ``at``; another view under its address, with ``view``.

        That of an archived petition leads on to what is live, with all under its address.
        """
        if self.petition is not None and (elsewhere := selectors.leads_on(self, at=at)):
            # For now: tomorrow it may lead elsewhere, or nowhere. No cache keeps it.
            return HttpResponseRedirect(elsewhere, headers={"Cache-Control": "no-store"})
        if view:
            request.is_preview = False  # type: ignore[attr-defined]
            return self._draw(request, TEMPLATES[view], view=view, at=at)
        response: HttpResponseBase = super().serve(request, *args, at=at, **kwargs)  # type: ignore[misc]
        return response

    def draw_refused(
        self, request: HttpRequest, view: str, *, at: str = "", status: int, **form: PublicForm
    ) -> TemplateResponse:
        """The page of a view under this one's address, with the form that was just refused."""
        request.is_preview = False  # type: ignore[attr-defined]
        response = self._draw(request, TEMPLATES[view], view=view, at=at, **form)
        response.status_code = status
        return response

    # --- what it shows ---------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what ``petitions/sign_block.html`` needs, and ``stage``, as ``Petition.stage``.

        ``at=`` makes it the page of a campus; so does a form that was just refused there.
        """
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code  # type: ignore[attr-defined]
        context |= {"ask": self.ask, "ask_language": language, "subpath": ""}
        petition = self.petition
        if petition is None:
            return {**context, "petition": None, "stage": "draft"}
        rules = selectors.sign_rules(petition.public_id)
        at = rules.place_at(kwargs.get("at", ""))
        # A form that was just refused is drawn in place of the empty one.
        refused = {"form": context["form"]} if "form" in context else {}
        if refused:
            at = refused["form"].at
        is_test = bool(getattr(request, "is_preview", False))
        signing = sign_context(petition, page_id=self.pk, is_test=is_test, at=at)
        if at is not None:
            context["subpath"] = subpath("", at.slug)
        if signing["campus"] is not None and signing["campus"].place.ask:
            context["ask"], context["ask_language"] = signing["campus"].place.ask.best(get_language() or "")
        told_of = signing["campus"].place if signing["campus"] is not None else None
        context["timeline"] = selectors.timeline_at(petition, told_of)
        # Read where they are drawn only. On a campus's page none is: who wrote it did not say where.
        context["comments"] = (
            SimpleLazyObject(lambda: selectors.comments_shown(petition)) if at is None else []
        )
        # The way back, also from a form that was refused: that is drawn at the plugin's own address.
        context["own_path"] = path = _own_path(petition, at)
        context["report_url"] = f"{path}{REPORT}/" if path else ""
        return {**context, **signing, **refused, **_passing_on(petition, at), "stage": petition.stage}

    def _draw(
        self, request: HttpRequest, template: str, *, view: str = "", at: str = "", **more: Any
    ) -> TemplateResponse:
        context = self.get_context(request, at=at)
        if self.petition is not None:
            context["next_steps"] = next_steps(self.petition, at=at)
            context["subpath"] = subpath(view, at)
            if view == PLACES:
                context |= places_shown(self.petition)
            elif view == START:
                context["proposal_form"] = ProposalForm(petition=self.petition, page_id=self.pk)
            elif view == REPORT:
                context["report_form"] = PetitionReportForm(
                    petition=self.petition, at=context["form"].at, page_id=self.pk
                )
            elif view in AT_PLACE and (offered := context["form"].at) is not None:
                name, form = AT_PLACE[view]
                context[name] = form(petition=self.petition, at=offered, page_id=self.pk)
        return TemplateResponse(request, template, {**context, **more})

    # --- preview ---------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("Form (you can sign as a test)")),
            ("errors", _("Form with errors")),
            ("thanks", _("Thank-you")),
            ("mail", _("Mail after confirming")),
            ("paused", _("Paused")),
            ("closed", _("Closed")),
            ("won", _("Won")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        request.is_preview = True  # type: ignore[attr-defined]
        with override(self.locale.language_code):  # type: ignore[attr-defined]
            return self._preview(request, mode_name).render()

    def _preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        template = self.get_template(request)  # type: ignore[attr-defined]
        if self.petition is None or not mode_name:
            return self._draw(request, template, may_try=True)
        if mode_name == "thanks":
            return self._draw(request, TEMPLATES[THANKS], view=THANKS)
        if mode_name == "mail":
            return self._draw(request, "petitions/mail_preview.html", mail=self._after_mail(self.petition))
        if mode_name == "errors":
            rules = selectors.sign_rules(self.petition.public_id)
            empty = SignForm({}, rules=rules, page_id=self.pk, is_test=True)
            return self._draw(request, template, form=empty, may_try=True)
        # Its goal and its call to be among the first go with the state: that of a copy, which nobody saves.
        self.petition = copy(self.petition)
        self.petition.state = mode_name
        return self._draw(request, template, stage=mode_name)

    def _after_mail(self, petition: Petition) -> dict[str, str]:
        title: str = self.title  # type: ignore[attr-defined]
        default = default_after_subject(title=title, is_pledge=petition.is_pledge)
        return {
            "subject": self.after_mail_subject or default,
            "body": self.after_mail_body or default_after_body(is_pledge=petition.is_pledge),
            "language": get_language() or "",
        }


def _passing_on(petition: Petition, at: selectors.OfferedPlace | None) -> dict[str, Any]:
    """How the page is passed on, and its posters; both are the same for everybody."""
    slug = at.slug if at is not None else ""
    url = page_address(petition, at=slug)
    if not url:
        return {}
    return {
        "page_url": url,
        "sharing": sharing_of(petition, at=slug),
        "poster_urls": urls_for(petition, slug),
    }


def _own_path(petition: Petition, at: selectors.OfferedPlace | None) -> str:
    """Of its page, or of the campus's; "" where it has none yet."""
    path = selectors.page_path(petition, get_language() or "")
    return place_path(path, at.slug) if path and at is not None else path
