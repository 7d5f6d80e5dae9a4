"""Whom a mailing is for: chosen, counted while one chooses, and a few of them masked."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from mailings.admin_views.common import CAN_EDIT, OfMailing, mailing_trail, mailing_url
from mailings.admin_views.deeds import MailingFormView, why_not
from mailings.admin_views.forms import WhomForm
from mailings.admin_views.whom_words import audience_words, whom_words
from mailings.exceptions import MailingError
from mailings.selectors.recipients import audience_of, preview_of, sealed_segments
from mailings.services.drafting import choose_people, would_reach
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.localized import language_name
from privacy.roles import Role

# Numbers of the supporter file, and people of it, belong to them.
WHO = (Role.MAILERS, Role.STEWARDS)


@audience(*WHO)
class WhomView(MailingFormView):
    """Lists, segments, and who is left out."""

    for_steps = False
    template_name = "mailings/admin/whom.html"
    page_title = _("Whom it is for")

    def make_form(self, data: Any = None) -> WhomForm:
        return WhomForm(data, mailing=self.mailing, user=self.request.user)

    def save(self, form: WhomForm, actor: Actor) -> None:
        choose_people(mailing=self.mailing, whom=form.whom, actor=actor)

    def more(self) -> dict[str, Any]:
        return {"number_url": reverse("mailing:whom_number", args=[self.mailing.public_id])}


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class WhomNumberView(OfMailing, View):
    """How many what is ticked would reach, for the script: ``{"number": sentence, "words": ""}``.

    Nothing is kept.
    """

    for_steps = False
    permission = CAN_EDIT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WhomForm(request.POST, mailing=self.mailing, user=request.user)
        return JsonResponse({"number": self.number_of(form), "words": ""})

    def number_of(self, form: WhomForm) -> str:
        if not form.is_valid():
            return gettext("Tick one list at least: then it is counted.")
        try:
            actor = Actor.staff(self.staff)
            return audience_words(would_reach(mailing=self.mailing, whom=form.whom, actor=actor))
        except MailingError as refusal:
            return why_not(refusal)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class PeopleView(OfMailing, WagtailAdminTemplateMixin, View):
    """The newest 20 who would get it now, masked: one query of the keystore."""

    for_steps = False
    permission = CAN_EDIT
    template_name = "mailings/admin/people.html"
    header_icon = "mail"
    page_title = _("Who would get it")
    http_method_names = ["get"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return mailing_trail(self.mailing, self.page_title)

    @cached_property
    def people(self) -> list[Any]:
        """Nobody, where something sealed has to be opened to know who."""
        if sealed_segments(self.mailing) or not self.mailing.lists.exists():
            return []
        return [(one, person, language_name(one.language)) for one, person in preview_of(self.mailing)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        has_lists = self.mailing.lists.exists()
        context = self.get_context_data(
            mailing=self.mailing,
            chosen=whom_words(self.mailing),
            number=audience_words(audience_of(self.mailing)) if has_lists else "",
            people=self.people,
            back_url=mailing_url(self.mailing),
        )
        return TemplateResponse(request, self.template_name, context)
