"""Importing a list of institutions: a file is checked, shown as what it would do, then imported.

Between the two buttons the file lies sealed, for a day at most, and for whoever chose it alone. So the very
bytes that were judged are imported, nobody has to choose the file twice, and a list of people that was
picked by mistake is never on a disk in clear. A file that cannot be imported is destroyed at once.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns import services
from campaigns.exceptions import ImportedMeanwhile, TooManyDomains
from campaigns.institution_file import (
    LABELS,
    LARGEST_FILE,
    MOST_ROWS,
    BadRow,
    InstitutionFile,
    read_institutions,
    too_large,
)
from campaigns.institution_plan import InstitutionPlan, plan_import
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.conf import current
from privacy.csv_export import write_csv
from privacy.exceptions import UnreadableTable
from privacy.files import destroy_files, is_expired, open_file
from privacy.models import SealedFile
from privacy.roles import Role
from privacy.uploads import SealedUpload, sealed_uploads

KIND = "campaigns.institutions"
IMPORTERS = (Role.ORGANIZERS, Role.ADMINISTRATORS)
CAN_IMPORT = ("countersign_campaigns.add_institution", "countersign_campaigns.change_institution")
# Of each list on the page; the rest is counted.
SHOWN = 200

EXAMPLE_ROWS = (
    ("Example State University", "Springfield", "IL", "US", "example.edu students.example.edu"),
    ("Universidad de Ejemplo", "San Juan", "PR", "US", "ejemplo.example.edu"),
    ("Example College", "Toronto", "ON", "CA", ""),
)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Nothing is imported yet: you see first what each row would do."),
        # An empty file has a sentence of ours.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )


@dataclass(frozen=True)
class Checked:
    """A file that could be read, beside what importing it would do."""

    file: InstitutionFile
    plan: InstitutionPlan

    @property
    def bad(self) -> list[BadRow]:
        """All rows that stand in the way, by line."""
        return sorted([*self.file.bad, *self.plan.too_full], key=lambda row: row.line)

    @property
    def is_importable(self) -> bool:
        return not self.bad and self.plan.changes > 0


def check(data: bytes) -> Checked:
    """The dry run. Raises UnreadableTable."""
    file = read_institutions(data, default_country=current().default_country)
    return Checked(file, plan_import(file.rows))


class InstitutionPage(WagtailAdminTemplateMixin, View):
    """What the pages of the import share. Demands the rights before anything of the request is read."""

    header_icon = "upload"
    page_title = _("Import institutions")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Not in dispatch(): when that is reached, the uploaded file has been taken in.
        super().setup(request, *args, **kwargs)
        if not request.user.has_perms(CAN_IMPORT):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("institution:index"), "label": _("Institutions")},
            {"url": "", "label": self.page_title},
        ]

    def draw(self, *, status: int = 200, checked: Checked | None = None, **context: Any) -> HttpResponse:
        context |= {"labels": LABELS, "most_rows": MOST_ROWS, "shown": SHOWN, "slice": f":{SHOWN}"}
        if checked is not None:
            context |= {"checked": checked, "file": checked.file, "plan": checked.plan}
        return TemplateResponse(
            self.request, self.template_name, self.get_context_data(**context), status=status
        )


@audience(*IMPORTERS)
@method_decorator(sealed_uploads(kind=KIND), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ImportView(InstitutionPage):
    """Choose a file; a POST checks it. What can be imported goes on to its review, all else is named here."""

    template_name = "campaigns/admin/institution_import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(form=ImportForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        uploads = sealed_files(request)
        checked = self._check(form)
        if checked is not None and checked.is_importable:
            return redirect("institution:import_review", file=uploads[0].public_id)
        destroy_files([upload.pk for upload in uploads])
        return self.draw(form=form, checked=checked, status=200 if form.is_valid() and checked else 422)

    def _check(self, form: ImportForm) -> Checked | None:
        """The file of the form, checked; None with an error on the form where it cannot be."""
        if any(getattr(handler, "was_too_big", False) for handler in self.request.upload_handlers):
            form.errors["file"] = form.error_class([too_large()])
        if not form.is_valid():
            return None
        upload = form.cleaned_data["file"]
        try:
            if upload.size > LARGEST_FILE:
                raise UnreadableTable(too_large())
            return check(upload.read())
        except UnreadableTable as refusal:
            form.add_error("file", refusal.sentence)
            return None


@audience(*IMPORTERS)
@method_decorator(never_cache, name="dispatch")
class ReviewView(InstitutionPage):
    """What one's checked file would do, counted anew on each GET; a POST imports it, all or nothing."""

    template_name = "campaigns/admin/institution_review.html"
    page_title = _("What would be imported")

    def get(self, request: HttpRequest, file: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        found = own_upload(request, file)
        return self.draw(checked=check(read_upload(found))) if found else self.gone()

    def post(self, request: HttpRequest, file: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        found = own_upload(request, file)
        if found is None:
            return self.gone()
        said = read_institutions(read_upload(found), default_country=current().default_country)
        if said.bad:
            return redirect("institution:import_review", file=file)
        try:
            done = services.import_institutions(rows=said.rows, actor=Actor.staff(staff_of(request)))
        except (ImportedMeanwhile, TooManyDomains):
            # The file stays, so that one more press is enough.
            messages.error(
                request,
                gettext(
                    "Somebody changed the institutions at the same moment. Nothing was imported: look at "
                    "what would be imported now, then press the button again."
                ),
            )
            return redirect("institution:import_review", file=file)
        destroy_files([found.pk])
        messages.success(request, what_was_done(done))
        return redirect("institution:index")

    def gone(self) -> HttpResponseRedirect:
        messages.warning(
            self.request,
            gettext("This file is not here any more: it was imported, or a day has passed. Choose it again."),
        )
        return redirect("institution:import")


@audience(*IMPORTERS)
class ExampleView(InstitutionPage):
    """A file to begin with; its headings are in the language of whoever asks."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        out = BytesIO()
        write_csv(out, heading=[str(label) for label in LABELS.values()], rows=EXAMPLE_ROWS)
        name = gettext("institutions-example.csv")
        return HttpResponse(
            out.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def sealed_files(request: HttpRequest) -> list[SealedFile]:
    """All that this request uploaded, whatever the fields are called."""
    uploads = [upload for _name, several in request.FILES.lists() for upload in several]
    return [upload.sealed_file for upload in uploads if isinstance(upload, SealedUpload)]


def own_upload(request: HttpRequest, public_id: UUID) -> SealedFile | None:
    """The file this user had checked; None if it is gone, somebody else's or never was."""
    found = SealedFile.objects.filter(
        public_id=public_id, kind=KIND, owner_id=staff_of(request).pk, size__isnull=False
    ).first()
    return None if found is None or is_expired(found) else found


def read_upload(found: SealedFile) -> bytes:
    """All of a file that was checked: 10 MB at most."""
    with open_file(found) as stream:
        return stream.read()


def staff_of(request: HttpRequest) -> AbstractBaseUser:
    """Who acts."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def what_was_done(done: services.Imported) -> str:
    """One line for whoever pressed the button."""
    added = ngettext(
        "%(number)s institution was added.", "%(number)s institutions were added.", len(done.made)
    ) % {"number": number_format(len(done.made), force_grouping=True)}
    if not done.updated:
        return added
    updated = ngettext(
        "%(number)s got new mail domains.", "%(number)s got new mail domains.", done.updated
    ) % {"number": number_format(done.updated, force_grouping=True)}
    return f"{added} {updated}"
