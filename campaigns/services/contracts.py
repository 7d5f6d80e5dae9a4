"""Contracts added from a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from campaigns.contract_file import CURRENCY, ContractRow
from campaigns.contract_plan import MOVING, ContractPlan, known_targets, plan_contracts
from campaigns.enums import HowObtained, TargetKind
from campaigns.exceptions import ImportedMeanwhile
from campaigns.models import Contract, Target
from campaigns.page_cache import purge_all
from privacy.actors import Actor
from privacy.days import utc_today

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class ImportedContracts:
    """What an import did: how many it added, changed and found right already, and the targets it made."""

    added: int
    changed: int
    unchanged: int
    targets: int


def import_contracts(
    *, rows: Sequence[ContractRow], as_drafts: bool = False, actor: Actor
) -> ImportedContracts:
    """Add contracts that are not there, with their sides, and bring known ones up to date: all or nothing.

    With ``as_drafts`` no visitor sees new ones until somebody has checked them; known ones stay as they are.
    Importing the same rows again changes nothing. Nothing is ever taken away. Raises ImportedMeanwhile if
    somebody added one of them at the same moment.
    """
    try:
        with transaction.atomic():
            plan = plan_contracts(rows)
            _make_sides(plan)
            _add(plan.new, as_drafts=as_drafts)
            for change in plan.changed:
                said = {name: getattr(change.row, name) for name in MOVING}
                today = utc_today()
                Contract.objects.filter(pk=change.pk).update(
                    **said, currency=CURRENCY, as_of=today, changed=today
                )
            # No signal is sent for rows written in bulk.
            purge_all()
    except IntegrityError:
        raise ImportedMeanwhile from None
    return ImportedContracts(
        added=len(plan.new),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        targets=len(plan.vendors) + len(plan.agencies),
    )


def _make_sides(plan: ContractPlan) -> None:
    sides = [Target(name=name, kind=TargetKind.VENDOR) for name in plan.vendors]
    sides += [Target(name=name, kind=TargetKind.AGENCY) for name in plan.agencies]
    Target.objects.bulk_create(sides, batch_size=ROWS_AT_ONCE)


def _add(rows: Sequence[ContractRow], *, as_drafts: bool) -> None:
    targets = known_targets()
    Contract.objects.bulk_create(
        [
            Contract(
                vendor_id=targets[row.vendor.casefold()],
                agency_id=targets[row.agency.casefold()],
                number=row.number,
                product=row.product,
                amount=row.amount,
                currency=CURRENCY,
                starts=row.starts,
                ends=row.ends,
                how_obtained=HowObtained.SPENDING,
                source_name=row.source_name,
                source_url=row.source_url,
                is_draft=as_drafts,
            )
            for row in rows
        ],
        batch_size=ROWS_AT_ONCE,
    )
