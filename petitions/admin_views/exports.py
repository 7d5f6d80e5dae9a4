"""Tables of a petition's signatures: asked for by a data steward, agreed to, taken along, deleted."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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
from petitions.admin_views.common import CAN_EXPORT, CAN_SEE, OfPetition, petition_trail
from petitions.admin_views.deeds import why_not
from petitions.enums import ExportFormat, ExportPurpose
from petitions.exceptions import PetitionError
from petitions.models import Petition, SignatureExport
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.freshness import needs_fresh_login
from privacy.scopes import AnyUser
from privacy.views import stream_file
from supporters.models import Organization


def exports_url(petition: Petition) -> str:
    """Where staff export a petition's signatures, or see why they can't."""
    return reverse("petition:exports", args=[petition.public_id])


def exports_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way there, for whoever sees signatures: who may not export is told why."""
    if not user.has_perm(CAN_SEE):
        return []
    return [Button(gettext("Export"), url=exports_url(petition), icon_name="download", priority=9)]


class ExportForm(forms.Form):
    """What the table is for, out of a few purposes, and the kind of file."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"), choices=[("", "…"), *ExportPurpose.choices], widget=forms.Select
    )
    file_format = forms.ChoiceField(
        label=_("File"), choices=ExportFormat.choices, initial=ExportFormat.CSV, widget=forms.Select
    )


@audience(Audience.STAFF)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class ExportsView(OfPetition, WagtailAdminTemplateMixin, View):
    """The live exports and the form on GET; on POST one is asked for. Who may not is told why not."""

    permission = CAN_SEE
    template_name = "petitions/admin/exports.html"
    header_icon = "download"
    page_title = _("Export")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.petition), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(ExportForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CAN_EXPORT):
            raise PermissionDenied
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            services.ask_for_export(
                petition=self.petition,
                purpose=ExportPurpose(form.cleaned_data["purpose"]),
                file_format=ExportFormat(form.cleaned_data["file_format"]),
                language=get_language() or "en",
                actor=Actor.staff(self.staff),
            )
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
        return redirect(exports_url(self.petition))

    def draw(self, form: ExportForm, *, status: int = 200) -> HttpResponse:
        may_export = self.request.user.has_perm(CAN_EXPORT)
        rows = selectors.exports_visible_to(self.request.user).filter(petition=self.petition)
        exports = [(row, selectors.is_there(row), row.asked_by == self.request.user) for row in rows]
        context = self.get_context_data(
            petition=self.petition,
            form=form,
            may_export=may_export,
            needs_two=Organization.load(request_or_site=self.request).exports_need_two,
            exports=exports if may_export else [],
            is_making=any(row.is_being_made for row, _there, _own in exports),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@method_decorator(never_cache, name="dispatch")
class ExportDeedView(OfPetition, View):
    """A deed with one export; back to the exports. POST only."""

    permission = CAN_EXPORT
    http_method_names = ["post"]

    @cached_property
    def export(self) -> SignatureExport:
        rows = selectors.exports_visible_to(self.request.user).filter(petition=self.petition)
        row = rows.filter(public_id=self.kwargs["export"]).first()
        if row is None:
            raise Http404
        return row

    def act(self, actor: Actor) -> None:
        """Do it. Raises PetitionError where it can't be done any more."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.act(Actor.staff(self.staff))
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
        return redirect(exports_url(self.petition))


@audience(Audience.STAFF)
@needs_fresh_login
class AllowExportView(ExportDeedView):
    """Agree as the second person."""

    def act(self, actor: Actor) -> None:
        services.allow_export(export=self.export, actor=actor)


@audience(Audience.STAFF)
class EndExportView(ExportDeedView):
    """Decline it, or delete its file."""

    def act(self, actor: Actor) -> None:
        services.end_export(export=self.export, actor=actor)


@audience(Audience.STAFF)
@needs_fresh_login
class TakeExportView(ExportDeedView):
    """The file itself, for whoever asked for it, after a line in the access log."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            file = services.open_export(export=self.export, actor=Actor.staff(self.staff))
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
            return redirect(exports_url(self.petition))
        return stream_file(file)
