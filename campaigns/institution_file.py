"""A file of institutions: each row read, judged and given its one spelling. Pure: no database is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.exceptions import UnknownPlace
from campaigns.places import country_of, region_example, region_of
from campaigns.validators import DOMAIN, MOST_DOMAINS
from privacy.canonical import PROVIDERS
from privacy.cleaning import clean_line
from privacy.csv_import import BadRow, Fault, Table, TableRow, read_table, shorten
from privacy.exceptions import UnreadableTable

MOST_ROWS = 50_000
LARGEST_FILE = 10 * 1024 * 1024
LONGEST_NAME = 200
LONGEST_LOCALITY = 100
# A cell that is garbage need not be taken apart to its end.
MOST_FAULTS = 5

# What the columns are called, folded (privacy.words): English, Spanish, and the federal list of colleges.
HEADINGS = {
    "name": {
        "name", "institution", "institution name", "university", "college", "school", "campus", "instnm",
        "nombre", "institucion", "nombre de la institucion", "universidad", "escuela",
    },
    "locality": {"city", "town", "locality", "place", "ciudad", "localidad", "municipio"},
    "region": {
        "region", "state", "state or region", "province", "stabbr", "estado", "estado o region", "provincia",
        "departamento",
    },
    "country": {"country", "country code", "nation", "pais", "codigo de pais"},
    "mail_domains": {
        "mail domains", "mail domain", "email domains", "email domain", "e mail domains", "e mail domain",
        "domains", "domain", "dominios de correo", "dominio de correo", "dominios", "dominio",
    },
}  # fmt: skip
# As people read them, in the order of the example file.
LABELS = {
    "name": _("name"),
    "locality": _("city"),
    "region": _("state or region"),
    "country": _("country"),
    "mail_domains": _("mail domains"),
}

type Identity = tuple[str, str, str, str]


def identity_of(name: str, locality: str, region: str, country: str) -> Identity:
    """What makes two rows one institution: the four columns of the unique constraint, case aside."""
    return (name.casefold(), locality.casefold(), region.casefold(), country.casefold())


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """One institution of the file, as it would be stored; ``line`` is where it stands."""

    line: int
    name: str
    locality: str
    region: str
    country: str
    mail_domains: tuple[str, ...]

    @property
    def identity(self) -> Identity:
        return identity_of(self.name, self.locality, self.region, self.country)

    @property
    def place(self) -> str:
        """City, region and country in one line."""
        return ", ".join(part for part in (self.locality, self.region, self.country) if part)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that names an institution of an earlier line again; its domains were added to that one."""

    line: int
    first_line: int
    name: str


@dataclass(frozen=True, slots=True)
class InstitutionFile:
    """What a file says: good rows (each institution once), bad ones, and what had to be assumed."""

    table: Table
    rows: Sequence[InstitutionRow]
    bad: Sequence[BadRow]
    repeats: Sequence[Repeat]
    assumed_country: str
    without_country: int

    @property
    def missing(self) -> list[str]:
        """What the columns are called that the file does not have and that stay empty."""
        return [str(LABELS[column]) for column in self.table.columns.missing if column != "country"]

    @property
    def accented(self) -> list[str]:
        """Up to five names to look at, if the encoding was guessed: a wrong guess garbles accents."""
        if not self.table.encoding.is_guess:
            return []
        return [row.name for row in self.rows if not row.name.isascii()][:5]


def read_institutions(data: bytes, *, default_country: str) -> InstitutionFile:
    """Read an uploaded file and judge each row; ``default_country`` is for rows that name none.

    Any bytes are answered by a file or by UnreadableTable: no text table, no heading, no rows, larger than
    10 MB or longer than 50,000 rows.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableTable(too_large())
    table = read_table(
        data,
        headings=HEADINGS,
        required="name",
        required_label=str(LABELS["name"]),
        several_lines=("mail_domains",),
    )
    judge = _Judge(default_country)
    for number, row in enumerate(table.rows(), 1):
        if number > MOST_ROWS:
            raise UnreadableTable(
                gettext("This file has more than %(most)s rows. Divide it into several files.")
                % {"most": f"{MOST_ROWS:,}"}
            )
        judge.take(row)
    if not (judge.rows or judge.bad):
        raise UnreadableTable(gettext("There is a heading in this file, and no row below it."))
    return InstitutionFile(
        table=table,
        rows=list(judge.rows.values()),
        bad=judge.bad,
        repeats=judge.repeats,
        assumed_country=default_country,
        without_country=judge.without_country,
    )


def too_large() -> str:
    """The sentence for a file that is too large."""
    return gettext(
        "This file is larger than %(most)s MB, more than 50,000 institutions need. Divide it, or see "
        "whether it is the right one."
    ) % {"most": LARGEST_FILE // (1024 * 1024)}


class _Judge:
    """Takes the rows of one file in their order."""

    def __init__(self, default_country: str) -> None:
        self.default_country = default_country
        self.rows: dict[Identity, InstitutionRow] = {}
        self.bad: list[BadRow] = []
        self.repeats: list[Repeat] = []
        self.without_country = 0

    def take(self, row: TableRow) -> None:
        """Judge one row: into the good ones, the bad ones or the repeated ones."""
        cells = row.cells
        if row.faults:
            self._refuse(row, row.faults)
            return
        faults: list[Fault] = []
        country = self._country(cells.get("country", ""), faults)
        found = InstitutionRow(
            line=row.line,
            name=_text(cells.get("name", ""), LONGEST_NAME, faults, is_needed=True),
            locality=_text(cells.get("locality", ""), LONGEST_LOCALITY, faults),
            region=_region(cells.get("region", ""), country, faults) if country else "",
            country=country,
            mail_domains=_domains(cells.get("mail_domains", ""), faults),
        )
        identity = found.identity
        first = self.rows.get(identity)
        if first is not None and not faults:
            found = replace(first, mail_domains=merged(first.mail_domains, found.mail_domains))
        if len(found.mail_domains) > MOST_DOMAINS:
            faults.append(too_many_domains())
        if faults:
            self._refuse(row, faults)
            return
        self.rows[identity] = found
        if first is not None:
            self.repeats.append(Repeat(row.line, first.line, first.name))

    def _refuse(self, row: TableRow, faults: Sequence[Fault]) -> None:
        self.bad.append(BadRow(row.line, shorten(row.cells.get("name", "")), faults))

    def _country(self, written: str, faults: list[Fault]) -> str:
        if not written:
            self.without_country += 1
            return self.default_country
        try:
            return country_of(written)
        except UnknownPlace:
            faults.append(
                Fault(
                    gettext("No country is called “%(cell)s”.") % {"cell": shorten(written)},
                    gettext("Write its code of two letters, for instance US."),
                )
            )
            return ""


def merged(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """The domains of both, in their order, each once."""
    return tuple(dict.fromkeys([*first, *second]))


def too_many_domains() -> Fault:
    """What is said of an institution that has more domains than it may."""
    return Fault(
        gettext("It would have more than %(most)s mail domains.") % {"most": MOST_DOMAINS},
        gettext("Keep the domains that its people write from; those below one of them are meant anyway."),
    )


def _text(written: str, longest: int, faults: list[Fault], *, is_needed: bool = False) -> str:
    text = clean_line(written)
    if is_needed and not text:
        faults.append(Fault(gettext("The name is empty."), gettext("Write the name, or delete the row.")))
    if len(text) > longest:
        faults.append(
            Fault(
                gettext("“%(cell)s” is longer than %(most)s characters.")
                % {"cell": shorten(text), "most": longest},
                gettext("Shorten it, and see whether two cells ran together."),
            )
        )
    return text


def _region(written: str, country: str, faults: list[Fault]) -> str:
    try:
        return region_of(written, country)
    except UnknownPlace:
        example = region_example(country)
        remedy = (
            gettext("Write the code of the state or region, for instance %(example)s, or leave it empty.")
            % {"example": example}
            if example
            else gettext("Write the code of the region, 1 to 3 letters or digits, or leave it empty.")
        )
        what = gettext("“%(cell)s” is no state or region of %(country)s that we know.")
        faults.append(Fault(what % {"cell": shorten(written), "country": country}, remedy))
        return ""


def _domains(written: str, faults: list[Fault]) -> tuple[str, ...]:
    words = written.lower().replace(",", " ").replace(";", " ").replace("|", " ").split()
    for word in dict.fromkeys(words):
        if word in PROVIDERS:
            faults.append(
                Fault(
                    gettext("“%(domain)s” belongs to a mail provider, not to a school.") % {"domain": word},
                    gettext("Take it away: everybody with such an address would be taken for a student."),
                )
            )
        elif DOMAIN.fullmatch(word) is None:
            faults.append(
                Fault(
                    gettext("“%(domain)s” is no mail domain.") % {"domain": shorten(word)},
                    gettext("Write what stands behind the @ of an address there, for instance example.edu."),
                )
            )
        if len(faults) > MOST_FAULTS:
            break
    return tuple(dict.fromkeys(words))
