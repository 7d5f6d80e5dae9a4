"""Deeds with the signatures that were ticked in the listing: asked on a first POST, done on a second."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from petitions import selectors, services
from petitions.admin_views.common import CAN_ACT, CAN_SIFT, OfPetition, petition_trail
from petitions.admin_views.deeds import why_not
from petitions.admin_views.fraud import run_url
from petitions.admin_views.fraud_forms import ReasonByHandForm
from petitions.enums import QuarantineReason
from petitions.exceptions import PetitionError
from petitions.models import Signature
from privacy.actors import Actor
from privacy.audiences import Audience, audience

# As many as the listing has on a page.
AT_ONCE = 50


class TickColumn(Column):
    """A box beside each signature, of the form above the table. For whoever may do something with it."""

    header_template_name = "petitions/admin/tick_header.html"
    cell_template_name = "petitions/admin/tick.html"


class ChosenView(OfPetition, WagtailAdminTemplateMixin, View):
    """Asks about the ticked signatures, and acts when that page is sent. POST only: ids are in no address."""

    http_method_names = ["post"]
    template_name = "petitions/admin/chosen.html"
    header_icon = "warning"
    question: ClassVar[Any]
    button: ClassVar[Any]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.petition), {"url": "", "label": self.page_title}]

    @cached_property
    def signatures(self) -> Sequence[Signature]:
        """The ticked ones among those this user may see; what is no id is nobody's."""
        ids = set()
        for text in self.request.POST.getlist("signature")[:AT_ONCE]:
            try:
                ids.add(UUID(text))
            except ValueError:
                continue
        rows = selectors.signatures_visible_to(self.request.user)
        rows = rows.filter(petition=self.petition, public_id__in=ids)
        return list(rows.select_related("petition__campaign", "supporter"))

    def make_form(self, data: Any = None) -> forms.Form:
        return forms.Form(data)

    def act(self, form: forms.Form, actor: Actor) -> str:
        """Do it; where to go then. Raises PetitionError."""
        raise NotImplementedError

    def back_url(self) -> str:
        return reverse("petition:signatures", args=[self.petition.public_id])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        petition = self.petition
        if not self.signatures:
            messages.warning(request, gettext("Tick the signatures first."))
            return redirect(reverse("petition:signatures", args=[petition.public_id]))
        if "sure" not in request.POST:
            return self.draw(self.make_form())
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            return redirect(self.act(form, Actor.staff(self.staff)))
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
            return redirect(self.back_url())

    def draw(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            petition=self.petition,
            signatures=self.signatures,
            question=self.question,
            button=self.button,
            back_url=self.back_url(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PutAsideChosenView(ChosenView):
    permission = CAN_SIFT
    page_title = _("Put into quarantine")
    question = _(
        "Those of them that count leave the count. For 30 days they can be put back; then they are "
        "invalidated for good and emptied. Nobody is told."
    )
    button = _("Put into quarantine")

    def make_form(self, data: Any = None) -> ReasonByHandForm:
        return ReasonByHandForm(data)

    def act(self, form: forms.Form, actor: Actor) -> str:
        run = services.put_aside_chosen(
            petition=self.petition,
            signatures=self.signatures,
            reason=QuarantineReason(form.cleaned_data["reason"]),
            actor=actor,
        )
        messages.success(self.request, gettext("They are in quarantine."))
        return run_url(run)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ReleaseChosenView(ChosenView):
    permission = CAN_ACT
    page_title = _("Release from quarantine")
    question = _(
        "Those of them that counted before count again. To the others the mail with the button is sent now; "
        "they count when it is pressed."
    )
    button = _("Release")

    def act(self, form: forms.Form, actor: Actor) -> str:
        released = services.release_chosen(signatures=self.signatures, actor=actor)
        for sentence in dict.fromkeys(why_not(refusal) for refusal in released.refusals):
            messages.error(self.request, sentence)
        text = ngettext(
            "%(number)d signature was released.", "%(number)d signatures were released.", released.number
        )
        messages.success(self.request, text % {"number": released.number})
        return self.back_url()
