"""The form of one petition or event on partners' pages: to whom it is offered, what they put in, which sites
may show it. An app says of what, under which rights and in which words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns import selectors, services
from campaigns.embed_tallies import EmbedTally
from campaigns.exceptions import EmbedOver, TooManyOrigins
from campaigns.models import EmbeddedForm, PartnerOrigin
from campaigns.origins import LONGEST, NotPublic
from privacy.actors import Actor
from privacy.exceptions import CountersignError
from privacy.staff_views import Guarded, QuestionView, trail
from supporters.models import Partner

# Which sites are a partner's holds for every campaign, so it is decided with the partner itself.
CAN_ALLOW_ORIGINS = "countersign_supporters.change_partner"


@dataclass(frozen=True, slots=True)
class Code:
    """What a partner copies: the frame, the link alone, and where both lead."""

    frame: SafeString
    link: SafeString
    url: str


class OfferForm(forms.Form):
    """To which partner the form is offered."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Partner"),
        to_field_name="public_id",
        empty_label=_("Choose a partner"),
    )

    def __init__(self, data: Any = None, *, partners: QuerySet[Partner]) -> None:
        super().__init__(data)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class OriginForm(forms.Form):
    """A site of the partner's."""

    address = forms.CharField(
        label=_("Address of the site"),
        max_length=LONGEST,
        help_text=_(
            "Like https://www.example.org. With and without “www” are two sites; so is each other beginning."
        ),
    )


class Embedding(Guarded):
    """Views of the forms of one petition or event on partners' pages.

    The app's URLs have five names under ``namespace``: ``embeds``, ``embed``, ``embed_end``,
    ``embed_resume``, ``embed_forbid``.
    """

    namespace: ClassVar[str]
    can_offer: ClassVar[str]
    can_change: ClassVar[str]
    kwargs: dict[str, Any]

    @cached_property
    def shows(self) -> Any:
        """The petition or event. Raises Http404."""
        raise NotImplementedError

    @property
    def embeds(self) -> QuerySet[Any]:
        """Its forms on partners' pages."""
        raise NotImplementedError

    def above(self) -> Sequence[tuple[str, Any]]:
        """Breadcrumbs above, as address and label."""
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def url_of(self, name: str, *ids: Any) -> str:
        """The address of another of these views."""
        return reverse(f"{self.namespace}:{name}", args=[self.shows.public_id, *ids])


class EmbedsPage(Embedding, WagtailAdminTemplateMixin, View):
    """The partners who show the form, with how many came by each, and the form that adds one."""

    template_name = "campaigns/admin/embeds.html"
    header_icon = "code"
    page_title = _("Partners’ pages")
    # What a partner does with it, and what it learns.
    about: ClassVar[Any] = _(
        "A partner can show this form in its own pages, or link to it. The form asks one box more: whether "
        "that partner may write too. The partner learns of nobody who did not tick it."
    )
    # Of the column of numbers, and of the way back.
    number_label: ClassVar[Any]
    back_label: ClassVar[Any]

    def tallies(self) -> list[EmbedTally]:
        raise NotImplementedError

    def offer(self, partner: Partner, actor: Actor) -> EmbeddedForm:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=self.above())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.can_offer):
            raise PermissionDenied
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        embed = self.offer(form.cleaned_data["partner"], Actor.staff(self.staff))
        return redirect(self.url_of("embed", embed.public_id))

    def make_form(self, data: Any = None) -> OfferForm:
        return OfferForm(data, partners=selectors.partners_without_embed(self.embeds))

    def draw(self, form: OfferForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            subject=self.shows.name,
            about=self.about,
            rows=[(one, self.url_of("embed", one.embed.public_id)) for one in self.tallies()],
            number_label=self.number_label,
            can_offer=self.request.user.has_perm(self.can_offer),
            back_url=self.back_url(),
            back_label=self.back_label,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class OfEmbed(Embedding):
    """Views of one partner's embedded form."""

    @cached_property
    def embed(self) -> Any:
        embed = self.embeds.select_related("partner").filter(public_id=self.kwargs["embed"]).first()
        if embed is None:
            raise Http404
        return embed

    def trail(self, label: Any) -> list[dict[str, Any]]:
        return trail(label, above=[*self.above(), (self.url_of("embeds"), _("Partners’ pages"))])


class EmbedPage(OfEmbed, WagtailAdminTemplateMixin, View):
    """What one partner puts into a page, in the language and at the place chosen, and its sites."""

    template_name = "campaigns/admin/embed.html"
    header_icon = "code"
    page_title = _("Partner’s page")
    # Once it was ended.
    ended: ClassVar[Any]

    def code(self, language: str, at: str) -> Code:
        raise NotImplementedError

    def places(self) -> list[tuple[str, str]]:
        """Campuses that have a form of their own: slug and label."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.trail(self.embed.partner.name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(OriginForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CAN_ALLOW_ORIGINS):
            raise PermissionDenied
        form = OriginForm(request.POST)
        if form.is_valid() and self._allow(form):
            messages.success(request, gettext("Pages of this site may show the form."))
            return redirect(self.url_of("embed", self.embed.public_id))
        return self.draw(form, status=422)

    def _allow(self, form: OriginForm) -> bool:
        """Whether it worked; else the form says why not."""
        try:
            services.allow_origin(
                partner=self.embed.partner,
                address=form.cleaned_data["address"],
                actor=Actor.staff(self.staff),
            )
        except NotPublic:
            form.add_error("address", gettext("Write the address of a site, beginning with https://"))
        except TooManyOrigins:
            form.add_error(
                "address", gettext("A partner has ten sites at most. Take one off to add another.")
            )
        return form.is_valid()

    def draw(self, form: OriginForm, *, status: int = 200) -> HttpResponse:
        places = self.places()
        spoken = dict(settings.LANGUAGES)
        asked = self.request.GET.get("language", "")
        language = asked if asked in spoken else get_language() or settings.LANGUAGE_CODE
        at = next((slug for slug, _label in places if slug == self.request.GET.get("at")), "")
        embed = self.embed
        user = self.request.user
        context = self.get_context_data(
            form=form,
            subject=f"{self.shows.name}: {embed.partner.name}",
            embed=embed,
            ended=self.ended,
            origins=[
                (origin, self.url_of("embed_forbid", embed.public_id, origin.public_id))
                for origin in selectors.origins_of(embed.partner)
            ],
            languages=settings.LANGUAGES,
            language=language,
            places=places,
            at=at,
            code=self.code(language, at),
            end_url=self.url_of("embed_end", embed.public_id),
            resume_url=self.url_of("embed_resume", embed.public_id),
            can_change=user.has_perm(self.can_change),
            can_allow=user.has_perm(CAN_ALLOW_ORIGINS),
            back_url=self.url_of("embeds"),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class EmbedDeed(OfEmbed, QuestionView):
    """A deed with one partner's form; goes back to it."""

    header_icon = "code"
    back_label = _("Back to the partner’s page")

    def subject(self) -> str:
        return f"{self.shows.name}: {self.embed.partner.name}"

    def back_url(self) -> str:
        return self.url_of("embed", self.embed.public_id)

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, EmbedOver):
            raise refusal
        return gettext("This stands as you asked already: a colleague may have been faster.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.trail(self.page_title)


class EndEmbed(EmbedDeed):
    page_title = _("End this form")
    button = _("End it")
    done = _("The form has ended on the partner’s pages.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.end_embed(embed=self.embed, actor=actor)


class ResumeEmbed(EmbedDeed):
    page_title = _("Take this form up again")
    question = _("It stands on the partner’s pages again, with the same code.")
    button = _("Take it up")
    done = _("The form is on the partner’s pages again.")

    def act(self, actor: Actor) -> None:
        services.resume_embed(embed=self.embed, actor=actor)


class ForbidOrigin(EmbedDeed):
    permission = CAN_ALLOW_ORIGINS
    page_title = _("Take this site off")
    question = _("Browsers show none of our forms in its pages any more, neither this nor others.")
    button = _("Take it off")
    done = _("The site is off the list.")
    is_danger = True

    @cached_property
    def origin(self) -> PartnerOrigin:
        row = selectors.origins_of(self.embed.partner).filter(public_id=self.kwargs["origin"]).first()
        if row is None:
            raise Http404
        return row

    def subject(self) -> str:
        return f"{self.embed.partner.name}: {self.origin}"

    def act(self, actor: Actor) -> None:
        services.forbid_origin(origin=self.origin, actor=actor)
