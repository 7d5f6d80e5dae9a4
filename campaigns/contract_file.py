"""A file of contracts: each row read, judged and given its one spelling. Pure: no database is asked.

The columns are those of the award tables that USAspending.gov offers for download, or plain ones.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.typed_amounts import read_amount
from campaigns.validators import web_address
from privacy.cleaning import clean_line
from privacy.csv_import import BadRow, Fault, Table, TableRow, read_table, shorten
from privacy.exceptions import UnreadableTable

MOST_ROWS = 10_000
LARGEST_FILE = 10 * 1024 * 1024
LONGEST_NAME = 200
LONGEST_PRODUCT = 300
LONGEST_NUMBER = 100
LONGEST_ADDRESS = 500
# Of a number of cents: what the column of the database holds.
MOST_CENTS = 2**63 - 1
CURRENCY = "USD"

# What the columns are called, folded (privacy.words): USAspending's names, plain English, Spanish.
HEADINGS = {
    "vendor": {"recipient name", "vendor", "company", "proveedor", "empresa"},
    "sub_agency": {"awarding sub agency name", "sub agency", "subagencia"},
    "agency": {"awarding agency name", "agency", "agencia"},
    "number": {"award id piid", "contract number", "number", "numero", "numero de contrato"},
    "product": {
        "prime award base transaction description", "transaction description", "award description",
        "description", "product", "what is bought", "descripcion", "producto",
    },
    "value": {"current total value of award", "amount", "value", "monto"},
    "obligated": {"total obligated amount", "federal action obligation", "obligated"},
    "starts": {"period of performance start date", "start date", "begins", "start", "inicio"},
    "ends": {"period of performance current end date", "end date", "ends", "end", "fin"},
    "source_url": {"usaspending permalink", "permalink", "link", "source", "enlace", "fuente"},
}  # fmt: skip
# As people read them, in the order of the example file.
LABELS = {
    "vendor": _("vendor"),
    "agency": _("agency"),
    "sub_agency": _("part of the agency"),
    "number": _("number of the contract"),
    "product": _("what is bought"),
    "value": _("amount in US dollars"),
    "obligated": _("amount that was promised so far"),
    "starts": _("begins"),
    "ends": _("ends"),
    "source_url": _("link to the source"),
}
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")

type Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract of the file, as it would be stored; ``amount`` in cents, ``line`` is where it stands."""

    line: int
    vendor: str
    agency: str
    number: str
    product: str
    amount: int | None
    starts: date | None
    ends: date | None
    source_url: str

    @property
    def identity(self) -> Identity:
        """What makes two rows one contract: its agency and its number, case aside."""
        return self.agency.casefold(), self.number.casefold()

    @property
    def source_name(self) -> str:
        """The site that the link leads to."""
        return (urlsplit(self.source_url).hostname or "").removeprefix("www.")[:LONGEST_NAME]


@dataclass(frozen=True, slots=True)
class ContractFile:
    """What a file says: good rows (each contract once), bad ones, and lines that repeat an earlier one."""

    table: Table
    rows: Sequence[ContractRow]
    bad: Sequence[BadRow]
    repeats: Sequence[int]

    @property
    def missing(self) -> list[str]:
        """What the columns are called that the file does not have and that stay empty."""
        return [str(LABELS[column]) for column in self.table.columns.missing]


def read_contracts(data: bytes) -> ContractFile:
    """Read an uploaded file and judge each row.

    Any bytes are answered by a file or by UnreadableTable: no text table, no heading, no rows, larger than
    10 MB or longer than 10,000 rows.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableTable(too_large())
    table = read_table(data, headings=HEADINGS, required="vendor", required_label=str(LABELS["vendor"]))
    rows: dict[Identity, ContractRow] = {}
    bad: list[BadRow] = []
    repeats: list[int] = []
    for number, row in enumerate(table.rows(), 1):
        if number > MOST_ROWS:
            raise UnreadableTable(
                gettext("This file has more than %(most)s rows. Divide it into several files.")
                % {"most": f"{MOST_ROWS:,}"}
            )
        found, faults = _judge(row)
        first = rows.get(found.identity) if found is not None else None
        if found is not None and first is not None and not _is_same(first, found):
            faults = [
                Fault(
                    gettext("Line %(line)s has this contract already, with other words or figures.")
                    % {"line": first.line},
                    gettext("Keep the row that is right, and delete the other."),
                )
            ]
        if faults or found is None:
            bad.append(BadRow(row.line, shorten(row.cells.get("vendor", "")), faults))
        elif first is not None:
            repeats.append(row.line)
        else:
            rows[found.identity] = found
    if not (rows or bad):
        raise UnreadableTable(gettext("There is a heading in this file, and no row below it."))
    return ContractFile(table=table, rows=list(rows.values()), bad=bad, repeats=repeats)


def too_large() -> str:
    """The sentence for a file that is too large."""
    return gettext("This file is larger than %(most)s MB. Divide it, or see whether it is the right one.") % {
        "most": LARGEST_FILE // (1024 * 1024)
    }


def _is_same(first: ContractRow, second: ContractRow) -> bool:
    ours = [getattr(first, name) for name in ContractRow.__slots__ if name != "line"]
    return ours == [getattr(second, name) for name in ContractRow.__slots__ if name != "line"]


def _judge(row: TableRow) -> tuple[ContractRow | None, list[Fault]]:
    cells, faults = row.cells, list(row.faults)
    if faults:
        return None, faults
    # The part of the agency signs; the department above it is where half of all contracts are.
    agency = clean_line(cells.get("sub_agency", "")) or clean_line(cells.get("agency", ""))
    vendor = _needed(cells.get("vendor", ""), "vendor", LONGEST_NAME, faults)
    agency = _needed(agency, "agency", LONGEST_NAME, faults)
    number = _needed(cells.get("number", ""), "number", LONGEST_NUMBER, faults)
    starts, ends = _day(cells.get("starts", ""), faults), _day(cells.get("ends", ""), faults)
    found = ContractRow(
        line=row.line,
        vendor=vendor,
        agency=agency,
        number=number,
        product=clean_line(cells.get("product", ""))[:LONGEST_PRODUCT] or number,
        amount=_amount(cells.get("value", "") or cells.get("obligated", ""), faults),
        starts=starts,
        ends=ends,
        source_url=_address(cells.get("source_url", ""), faults),
    )
    if starts and ends and ends < starts:
        faults.append(
            Fault(gettext("The end is before the beginning."), gettext("See whether the two were exchanged."))
        )
    if vendor and vendor.casefold() == agency.casefold():
        faults.append(
            Fault(gettext("Vendor and agency are the same."), gettext("Write who sells and who buys."))
        )
    return (None if faults else found), faults


def _needed(written: str, column: str, longest: int, faults: list[Fault]) -> str:
    text = clean_line(written)
    label = {"column": str(LABELS[column])}
    if not text:
        faults.append(
            Fault(
                gettext("The column “%(column)s” is empty.") % label,
                gettext("Fill it in, or delete the row."),
            )
        )
    if len(text) > longest:
        faults.append(
            Fault(
                gettext("“%(cell)s” is longer than %(most)s characters.")
                % {"cell": shorten(text), "most": longest},
                gettext("Shorten it, and see whether two cells ran together."),
            )
        )
    return text


def _amount(written: str, faults: list[Fault]) -> int | None:
    if not written:
        return None
    try:
        amount = read_amount(written, CURRENCY)
        if amount > MOST_CENTS:
            raise ValueError
    except ValueError:
        faults.append(
            Fault(
                gettext("“%(cell)s” is no amount.") % {"cell": shorten(written)},
                gettext("Write dollars, and cents behind a point: 1250000.50."),
            )
        )
        return None
    return amount


def _day(written: str, faults: list[Fault]) -> date | None:
    if not written:
        return None
    try:
        if american := _AMERICAN.fullmatch(written):
            return date(int(american[3]), int(american[1]), int(american[2]))
        # The hour that some exports add behind the day is always midnight.
        return date.fromisoformat(written[:10])
    except ValueError:
        faults.append(
            Fault(
                gettext("“%(cell)s” is no day.") % {"cell": shorten(written)},
                gettext("Write it like 2019-09-25."),
            )
        )
        return None


def _address(written: str, faults: list[Fault]) -> str:
    try:
        if len(written) > LONGEST_ADDRESS:
            raise ValidationError("")
        web_address(written)
    except ValidationError:
        faults.append(
            Fault(
                gettext("“%(cell)s” is no link to a source.") % {"cell": shorten(written)},
                gettext("Every contract needs one: the address of a page where it can be looked up."),
            )
        )
        return ""
    return written
