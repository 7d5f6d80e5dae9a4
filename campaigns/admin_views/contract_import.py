"""Importing a list of contracts, for instance the awards that USAspending.gov offers for download."""

from collections.abc import Sequence
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
from campaigns.contract_file import (
    LABELS,
    LARGEST_FILE,
    MOST_ROWS,
    ContractFile,
    read_contracts,
    too_large,
)
from campaigns.contract_plan import ContractPlan, plan_contracts
from campaigns.exceptions import ImportedMeanwhile
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.csv_import import BadRow
from privacy.models import SealedFile
from privacy.uploads import sealed_uploads

KIND = "campaigns.contracts"
# It makes vendors and agencies that are not there.
CAN_IMPORT = (
    "countersign_campaigns.add_contract",
    "countersign_campaigns.change_contract",
    "countersign_campaigns.add_target",
)
# By USAspending's own names; those of ``LABELS`` are read as well.
EXAMPLE_HEADING = (
    "recipient_name",
    "awarding_agency_name",
    "awarding_sub_agency_name",
    "award_id_piid",
    "prime_award_base_transaction_description",
    "current_total_value_of_award",
    "period_of_performance_start_date",
    "period_of_performance_current_end_date",
    "usaspending_permalink",
)
EXAMPLE_ROWS = (
    (
        "EXAMPLE VENDOR INC.",
        "Example Department",
        "Example Agency",
        "EX-26-0001",
        "EXAMPLE SOFTWARE",
        "1250000.50",
        "2026-01-01",
        "2027-12-31",
        "https://example.org/award/1",
    ),
)


@dataclass(frozen=True)
class Checked:
    """A file that could be read, beside what importing it would do."""

    file: ContractFile
    plan: ContractPlan

    @property
    def bad(self) -> Sequence[BadRow]:
        """All rows that stand in the way, by line."""
        return self.file.bad

    @property
    def is_importable(self) -> bool:
        return not self.bad and self.plan.changes > 0


class ContractPage(ImportPage):
    kind = KIND
    namespace = "contract"
    rights = CAN_IMPORT
    index_label = _("Contracts")
    page_title = _("Import contracts")
    labels = LABELS
    most_rows = MOST_ROWS

    def check(self, data: bytes) -> Checked:
        file = read_contracts(data)
        return Checked(file, plan_contracts(file.rows))


@audience(*IMPORTERS)
@method_decorator(sealed_uploads(kind=KIND), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ImportView(ContractPage, ChooseFileView):
    template_name = "campaigns/admin/contract_import.html"
    largest_file = LARGEST_FILE

    def too_large(self) -> str:
        return too_large()


@audience(*IMPORTERS)
@method_decorator(never_cache, name="dispatch")
class ReviewView(ContractPage, ReviewFileView):
    template_name = "campaigns/admin/contract_review.html"
    page_title = ReviewFileView.page_title

    def take_in(self, found: SealedFile) -> HttpResponse:
        said = read_contracts(read_upload(found))
        if said.bad:
            return self.again(found)
        try:
            done = services.import_contracts(
                rows=said.rows,
                as_drafts=self.request.POST.get("as_drafts") == "on",
                actor=Actor.staff(staff_of(self.request)),
            )
        except ImportedMeanwhile:
            # The file stays, so that one more press is enough.
            return self.again(
                found,
                gettext(
                    "Somebody changed the contracts at the same moment. Nothing was imported: look at "
                    "what would be imported now, then press the button again."
                ),
            )
        return self.done(found, what_was_done(done))


@audience(*IMPORTERS)
class ExampleView(ContractPage):
    """A file to begin with."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = gettext("contracts-example.csv")
        return example_file(labels=EXAMPLE_HEADING, rows=EXAMPLE_ROWS, name=name)


def what_was_done(done: services.ImportedContracts) -> str:
    """One line for whoever pressed the button."""
    parts = [
        ngettext("%(number)s contract was added.", "%(number)s contracts were added.", done.added)
        % {"number": number_format(done.added, force_grouping=True)}
    ]
    if done.changed:
        updated = ngettext(
            "%(number)s was brought up to date.", "%(number)s were brought up to date.", done.changed
        )
        parts.append(updated % {"number": number_format(done.changed, force_grouping=True)})
    if done.targets:
        parts.append(
            ngettext("%(number)s target was made.", "%(number)s targets were made.", done.targets)
            % {"number": number_format(done.targets, force_grouping=True)}
        )
    return " ".join(parts)
