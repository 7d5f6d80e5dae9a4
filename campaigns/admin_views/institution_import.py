"""Importing a list of institutions."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from campaigns import services
from campaigns.admin_views.importing import (
    IMPORTERS,
    ChooseFileView,
    ImportPage,
    ReviewFileView,
    example_file,
    read_upload,
    staff_of,
)
from campaigns.exceptions import ImportedMeanwhile, TooManyDomains
from campaigns.institution_file import (
    LABELS,
    LARGEST_FILE,
    MOST_ROWS,
    InstitutionFile,
    read_institutions,
    too_large,
)
from campaigns.institution_plan import InstitutionPlan, plan_import
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.csv_import import BadRow
from privacy.models import SealedFile
from privacy.uploads import sealed_uploads
from supporters.default_country import default_country

KIND = "campaigns.institutions"
CAN_IMPORT = ("countersign_campaigns.add_institution", "countersign_campaigns.change_institution")

EXAMPLE_ROWS = (
    ("Example State University", "Springfield", "IL", "US", "example.edu students.example.edu"),
    ("Universidad de Ejemplo", "San Juan", "PR", "US", "ejemplo.example.edu"),
    ("Example College", "Toronto", "ON", "CA", ""),
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


class InstitutionPage(ImportPage):
    kind = KIND
    namespace = "institution"
    rights = CAN_IMPORT
    index_label = _("Institutions")
    page_title = _("Import institutions")
    labels = LABELS
    most_rows = MOST_ROWS

    def check(self, data: bytes) -> Checked:
        file = read_institutions(data, default_country=default_country())
        return Checked(file, plan_import(file.rows))


@audience(*IMPORTERS)
@method_decorator(sealed_uploads(kind=KIND), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ImportView(InstitutionPage, ChooseFileView):
    template_name = "campaigns/admin/institution_import.html"
    largest_file = LARGEST_FILE

    def too_large(self) -> str:
        return too_large()


@audience(*IMPORTERS)
@method_decorator(never_cache, name="dispatch")
class ReviewView(InstitutionPage, ReviewFileView):
    template_name = "campaigns/admin/institution_review.html"
    page_title = ReviewFileView.page_title

    def take_in(self, found: SealedFile) -> HttpResponse:
        said = read_institutions(read_upload(found), default_country=default_country())
        if said.bad:
            return self.again(found)
        try:
            done = services.import_institutions(rows=said.rows, actor=Actor.staff(staff_of(self.request)))
        except (ImportedMeanwhile, TooManyDomains):
            # The file stays, so that one more press is enough.
            return self.again(
                found,
                gettext(
                    "Somebody changed the institutions at the same moment. Nothing was imported: look at "
                    "what would be imported now, then press the button again."
                ),
            )
        return self.done(found, what_was_done(done))


@audience(*IMPORTERS)
class ExampleView(InstitutionPage):
    """A file to begin with."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = gettext("institutions-example.csv")
        return example_file(labels=LABELS.values(), rows=EXAMPLE_ROWS, name=name)


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
