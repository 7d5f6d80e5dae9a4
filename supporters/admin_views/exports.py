"""Tables of supporters: asked for on a segment's page, agreed to, taken along, and told by their canaries."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.freshness import needs_fresh_login
from privacy.models import SealedFile
from privacy.staff_views import Guarded, GuardedMenuItem, trail
from supporters.admin_views.leaving import WHO, LeavingDeedView, page_of, why_not
from supporters.admin_views.segment_common import OfSegment
from supporters.enums import ExportColumn, ExportFormat, ExportPurpose
from supporters.exceptions import SupportersError
from supporters.export_tables import PURPOSES, columns_of
from supporters.models import List, Organization, SupporterExport
from supporters.models.leaving import MAY_EXPORT
from supporters.segment_rules import Book
from supporters.segment_tree import is_narrow, tree_in_words
from supporters.services import exports as services

INDEX = "supporter_export:index"


class ExportsMenuItem(GuardedMenuItem):
    permission = MAY_EXPORT
    who = WHO

    def __init__(self) -> None:
        super().__init__(_("Exports"), reverse_lazy(INDEX), icon_name="download", order=15)


class ExportForm(forms.Form):
    """What the table is for, out of a few purposes, what stands in it, and the kind of file."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"), choices=[("", "…"), *ExportPurpose.choices], widget=forms.Select
    )
    mail_list = forms.ModelChoiceField(
        label=_("List"),
        queryset=List.objects.filter(partner=None),
        to_field_name="public_id",
        required=False,
        help_text=_("To have news sent: whose news. Those alone are in it who take this list."),
    )
    columns = forms.MultipleChoiceField(
        label=_("What do you need of each person?"),
        choices=ExportColumn.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what you need: nothing is put in by itself.")},
    )
    file_format = forms.ChoiceField(
        label=_("File"), choices=ExportFormat.choices, initial=ExportFormat.CSV, widget=forms.Select
    )
    # Drawn with the page: the form sent twice is one table.
    public_id = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "purpose" not in said or "columns" not in said:
            return said
        allowed = PURPOSES[ExportPurpose(said["purpose"])].columns
        columns = [ExportColumn(column) for column in said["columns"]]
        if too_much := [str(column.label) for column in columns if column not in allowed]:
            names = get_text_list(too_much, gettext("and"))
            self.add_error("columns", gettext("For this purpose there is no: %(names)s.") % {"names": names})
        if PURPOSES[ExportPurpose(said["purpose"])].only_mailable and said.get("mail_list") is None:
            self.add_error("mail_list", gettext("Choose the list whose news are sent."))
        return said


@audience(*WHO)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class AskForExportView(OfSegment, WagtailAdminTemplateMixin, View):
    """The form on GET; on POST a table is asked for."""

    permission = MAY_EXPORT
    template_name = "supporters/admin/export_ask.html"
    header_icon = "download"
    page_title = _("Export")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(ExportForm(initial={"public_id": uuid4()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        said = form.cleaned_data
        try:
            services.ask_for_export(
                segment=self.segment,
                purpose=ExportPurpose(said["purpose"]),
                columns=[ExportColumn(column) for column in said["columns"]],
                file_format=ExportFormat(said["file_format"]),
                language=get_language() or "en",
                public_id=said["public_id"],
                actor=Actor.staff(self.staff),
                mail_list=said["mail_list"],
            )
        except SupportersError as refusal:
            form.add_error(None, why_not(refusal))
            return self.draw(form, status=422)
        return redirect(INDEX)

    def draw(self, form: ExportForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            segment=self.segment,
            words=tree_in_words(self.segment.tree, Book()),
            form=form,
            needs_two=Organization.load(request_or_site=self.request).exports_need_two,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class CanaryForm(forms.Form):
    """An address that something arrived at."""

    address = forms.CharField(label=_("Address that something arrived at"), max_length=400)


class ExportsPage(Guarded, WagtailAdminTemplateMixin, View):
    """The page of all tables."""

    permission = MAY_EXPORT
    template_name = "supporters/admin/exports.html"
    header_icon = "download"
    page_title = _("Exports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def draw(self, *, status: int = 200, **context: Any) -> HttpResponse:
        book = Book()
        page = page_of(SupporterExport.objects.select_related("segment", "mail_list"), self.request)
        shown = [
            {
                "work": row,
                "is_own": row.asked_by == self.request.user,
                "words": tree_in_words(row.tree, book),
                "columns": [column.label for column in columns_of(row)],
                # Where a rule tells where people are, a number would tell it of somebody.
                "people": None if is_narrow(row.tree) else row.people,
                "fitted": None if is_narrow(row.tree) else row.fitted,
                "bound": bytes(row.bound).hex(),
                # The id of its heading, which names its buttons.
                "heading": f"export-{row.public_id}",
            }
            for row in page
        ]
        context = self.get_context_data(
            exports=shown,
            page_obj=page,
            is_making=any(row.is_being_made for row in page),
            **{"form": CanaryForm(), **context},
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class ExportsView(ExportsPage):
    """All of them of half a year, the newest first. The number of queries does not depend on theirs."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw()


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class CanaryView(ExportsPage):
    """Which table an address came from. POST only: what is typed stands in no address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CanaryForm(request.POST)
        if not form.is_valid():
            return self.draw(form=form, status=422)
        try:
            found = services.look_up_canary(text=form.cleaned_data["address"], actor=Actor.staff(self.staff))
        except SupportersError as refusal:
            messages.error(request, why_not(refusal))
            return redirect(INDEX)
        return self.draw(form=form, was_looked_up=True, told=found)


class ExportDeedView(LeavingDeedView):
    permission = MAY_EXPORT
    model = SupporterExport
    back = INDEX


@audience(*WHO)
@needs_fresh_login
class AllowExportView(ExportDeedView):
    """Agree as the second person."""

    done = _("You agreed. The file is being made; whoever asked for it downloads it here.")

    def act(self, actor: Actor) -> None:
        services.allow_export(export=self.work, bound=self.bound, actor=actor)


@audience(*WHO)
class EndExportView(ExportDeedView):
    """Decline it, or delete its file."""

    done = _("It is deleted.")

    def act(self, actor: Actor) -> None:
        services.end_export(export=self.work, actor=actor)


@audience(*WHO)
@needs_fresh_login
class TakeExportView(ExportDeedView):
    """The file itself, for whoever asked for it, after a line in the access log."""

    def act(self, actor: Actor) -> SealedFile:
        return services.open_export(export=self.work, actor=actor)
