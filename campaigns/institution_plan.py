"""What importing institutions would do to the table: which are new, which gain domains, which are there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.institution_file import InstitutionRow, identity_of, merged, too_many_domains
from campaigns.models import Institution
from campaigns.validators import MOST_DOMAINS
from privacy.csv_import import BadRow


@dataclass(frozen=True, slots=True)
class Known:
    """One institution of the table."""

    pk: int
    place: str
    mail_domains: Sequence[str]


@dataclass(frozen=True, slots=True)
class Update:
    """An institution that is there and gains mail domains. An import never takes one away."""

    pk: int
    row: InstitutionRow
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Namesake:
    """A new institution whose name is in the table already, in another place."""

    row: InstitutionRow
    other_place: str


@dataclass(slots=True)
class InstitutionPlan:
    new: list[InstitutionRow] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    unchanged: int = 0
    too_full: list[BadRow] = field(default_factory=list)
    namesakes: list[Namesake] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many rows would be written."""
        return len(self.new) + len(self.updates)


def plan_import(rows: Sequence[InstitutionRow]) -> InstitutionPlan:
    """Compare rows of a file with the table, in one query.

    An institution is there already if name, city, region and country are the same, upper and lower case
    aside; where two of the table differ in case alone, the one written alike is meant.
    """
    exactly: dict[tuple[str, ...], Known] = {}
    alike: dict[tuple[str, ...], Known] = {}
    named: dict[str, Known] = {}
    columns = ("pk", "name", "locality", "region", "country", "mail_domains")
    for pk, name, locality, region, country, domains in Institution.objects.values_list(*columns).iterator():
        known = Known(pk, ", ".join(part for part in (locality, region, country) if part), domains)
        exactly[name, locality, region, country] = known
        alike.setdefault(identity_of(name, locality, region, country), known)
        named.setdefault(name.casefold(), known)
    plan = InstitutionPlan()
    for row in rows:
        known_row = exactly.get((row.name, row.locality, row.region, row.country)) or alike.get(row.identity)
        if known_row is not None:
            _compare(plan, row, known_row)
            continue
        plan.new.append(row)
        if (other := named.get(row.name.casefold())) is not None:
            plan.namesakes.append(Namesake(row, other.place))
    return plan


def _compare(plan: InstitutionPlan, row: InstitutionRow, known: Known) -> None:
    gained = tuple(domain for domain in row.mail_domains if domain not in known.mail_domains)
    if not gained:
        plan.unchanged += 1
    elif len(merged(known.mail_domains, gained)) > MOST_DOMAINS:
        plan.too_full.append(BadRow(row.line, row.name, (too_many_domains(),)))
    else:
        plan.updates.append(Update(known.pk, row, gained))
