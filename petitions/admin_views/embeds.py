"""A petition's form on partners' pages: to whom it is offered, what they put in, which sites may show it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from petitions import selectors, services
from petitions.admin_views.common import (
    CAN_ALLOW_ORIGINS,
    CAN_CHANGE_EMBEDS,
    CAN_OFFER_EMBEDS,
    CAN_SEE_EMBEDS,
    own_petition,
    petition_trail,
)
from petitions.admin_views.deeds import DeedView
from petitions.embed_links import embed_url, frame_markup, link_markup
from petitions.exceptions import TooManyOrigins
from petitions.models import Embed, PartnerOrigin, Petition
from petitions.origins import LONGEST
from petitions.public_links import NotPublic
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded
from supporters.models import Partner


def embeds_url(petition: Petition) -> str:
    """Where staff see the partners who show a petition's form."""
    return reverse("petition:embeds", args=[petition.public_id])


def embed_admin_url(embed: Embed) -> str:
    """Where staff see what one partner puts into a page."""
    return reverse("petition:embed", args=[embed.petition.public_id, embed.public_id])


def embeds_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way to the partners' pages, for whoever may see it."""
    if not user.has_perm(CAN_SEE_EMBEDS):
        return []
    return [Button(gettext("Partners’ pages"), url=embeds_url(petition), icon_name="code", priority=8)]


def own_embed(petition: Petition, public_id: Any) -> Embed:
    """An embedded form of a petition that this user may see. Raises Http404."""
    embed = petition.embeds.select_related("partner").filter(public_id=public_id).first()
    if embed is None:
        raise Http404
    embed.petition = petition
    return embed


class OfferForm(forms.Form):
    """To which partner the form is offered."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Partner"),
        to_field_name="public_id",
        empty_label=_("Choose a partner"),
    )

    def __init__(self, data: Any = None, *, petition: Petition) -> None:
        super().__init__(data)
        partners = selectors.partners_without_embed(petition)
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


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedsView(Guarded, WagtailAdminTemplateMixin, View):
    """The partners who show the form, with how many came by each, and the form that adds one."""

    permission = CAN_SEE_EMBEDS
    template_name = "petitions/admin/embeds.html"
    header_icon = "code"
    page_title = _("Partners’ pages")

    @cached_property
    def petition(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.petition), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(OfferForm(petition=self.petition))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CAN_OFFER_EMBEDS):
            raise PermissionDenied
        form = OfferForm(request.POST, petition=self.petition)
        if not form.is_valid():
            return self.draw(form, status=422)
        embed = services.offer_embed(
            petition=self.petition, partner=form.cleaned_data["partner"], actor=Actor.staff(self.staff)
        )
        return redirect(embed_admin_url(embed))

    def draw(self, form: OfferForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            petition=self.petition,
            rows=selectors.embeds_of(self.petition),
            can_offer=self.request.user.has_perm(CAN_OFFER_EMBEDS),
            back_url=reverse("petition:signatures", args=[self.petition.public_id]),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class OfEmbed(Guarded):
    """Views of one partner's embedded form."""

    kwargs: dict[str, Any]

    @cached_property
    def petition(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])

    @cached_property
    def embed(self) -> Embed:
        return own_embed(self.petition, self.kwargs["embed"])

    def trail(self, *more: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            *petition_trail(self.petition),
            {"url": embeds_url(self.petition), "label": _("Partners’ pages")},
            *more,
        ]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EmbedView(OfEmbed, WagtailAdminTemplateMixin, View):
    """What one partner puts into a page, in the language and of the campus chosen, and its sites."""

    permission = CAN_SEE_EMBEDS
    template_name = "petitions/admin/embed.html"
    header_icon = "code"
    page_title = _("Partner’s page")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.trail({"url": "", "label": self.embed.partner.name})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(OriginForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CAN_ALLOW_ORIGINS):
            raise PermissionDenied
        form = OriginForm(request.POST)
        if form.is_valid() and self._allow(form):
            messages.success(request, gettext("Pages of this site may show the form."))
            return redirect(embed_admin_url(self.embed))
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
        places = selectors.sign_rules(self.petition.public_id).places.values()
        spoken = dict(settings.LANGUAGES)
        asked = self.request.GET.get("language", "")
        language = asked if asked in spoken else get_language() or settings.LANGUAGE_CODE
        at = next((one.slug for one in places if one.slug == self.request.GET.get("at")), "")
        embed = self.embed
        user = self.request.user
        context = self.get_context_data(
            form=form,
            petition=self.petition,
            embed=embed,
            origins=selectors.origins_of(embed.partner),
            languages=settings.LANGUAGES,
            language=language,
            places=places,
            at=at,
            frame=frame_markup(embed, language, at=at),
            link=link_markup(embed, language, at=at),
            url=embed_url(embed, language, at=at),
            can_change=user.has_perm(CAN_CHANGE_EMBEDS),
            can_allow=user.has_perm(CAN_ALLOW_ORIGINS),
            back_url=embeds_url(self.petition),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class EmbedDeedView(OfEmbed, DeedView):
    """A deed with one partner's form; goes back to it."""

    permission = CAN_CHANGE_EMBEDS
    header_icon = "code"
    back_label = _("Back to the partner’s page")

    def subject(self) -> str:
        return f"{self.petition.name}: {self.embed.partner.name}"

    def back_url(self) -> str:
        return embed_admin_url(self.embed)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.trail({"url": "", "label": self.page_title})


@audience(Audience.STAFF)
class EndEmbedView(EmbedDeedView):
    page_title = _("End this form")
    question = _(
        "The partner’s page shows a sentence and the way to the petition instead of the form. "
        "What was signed there goes on counting. You can take it up again."
    )
    button = _("End it")
    done = _("The form has ended on the partner’s pages.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.end_embed(embed=self.embed, actor=actor)


@audience(Audience.STAFF)
class ResumeEmbedView(EmbedDeedView):
    page_title = _("Take this form up again")
    question = _("It stands on the partner’s pages again, with the same code.")
    button = _("Take it up")
    done = _("The form is on the partner’s pages again.")

    def act(self, actor: Actor) -> None:
        services.resume_embed(embed=self.embed, actor=actor)


@audience(Audience.STAFF)
class ForbidOriginView(EmbedDeedView):
    permission = CAN_ALLOW_ORIGINS
    page_title = _("Take this site off")
    question = _("Browsers show none of our forms in its pages any more, of this petition and of others.")
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
