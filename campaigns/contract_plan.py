"""What importing contracts would do to the tables: which are new, which change, which are there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.contract_file import CURRENCY, ContractRow
from campaigns.models import Contract, Target

# What an import may change of a contract that is there: what the source says anew.
MOVING = ("amount", "starts", "ends", "source_url")


@dataclass(frozen=True, slots=True)
class Change:
    """A contract that is there and of which the file says something else."""

    pk: int
    row: ContractRow


@dataclass(slots=True)
class ContractPlan:
    """``vendors`` and ``agencies`` are those that would be made for the new contracts."""

    new: list[ContractRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    vendors: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many contracts would be written."""
        return len(self.new) + len(self.changed)


def plan_contracts(rows: Sequence[ContractRow]) -> ContractPlan:
    """Compare rows of a file with the tables, in two queries.

    A contract is there already if an agency of that name, case aside, has one of that number. Its words,
    renewal day and source's name were perhaps mended by hand: an import leaves them.
    """
    known = {
        (contract.agency.name.casefold(), contract.number.casefold()): contract
        for contract in Contract.objects.exclude(number="").select_related("agency")
    }
    names = known_targets()
    plan = ContractPlan()
    new_names: set[str] = set()
    for row in rows:
        contract = known.get(row.identity)
        if contract is None:
            plan.new.append(row)
            for name, made in ((row.vendor, plan.vendors), (row.agency, plan.agencies)):
                if name.casefold() not in names and name.casefold() not in new_names:
                    new_names.add(name.casefold())
                    made.append(name)
        elif contract.currency == CURRENCY and _says_the_same(contract, row):
            plan.unchanged += 1
        else:
            plan.changed.append(Change(contract.pk, row))
    return plan


def known_targets() -> dict[str, int]:
    """Primary keys of all targets by their names, case aside; the first of two that differ in case alone."""
    found: dict[str, int] = {}
    for name, pk in Target.objects.order_by("pk").values_list("name", "pk"):
        found.setdefault(name.casefold(), pk)
    return found


def _says_the_same(contract: Contract, row: ContractRow) -> bool:
    return all(getattr(contract, name) == getattr(row, name) for name in MOVING)
