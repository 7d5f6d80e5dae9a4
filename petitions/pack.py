"""What is handed over, as files: a letter with the numbers, comments, names; PDFs to print and CSVs to count.

All of it is one ZIP that is written in portions. What may be long is cut into volumes, so that memory is
bounded whatever the number: one volume of names is in memory at a time.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import IO

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext, override, pgettext

from campaigns.pdf import Sheet
from petitions.letter_words import letter_words
from petitions.models import Delivery
from petitions.selectors import Group, Numbers, ToldComment, comments_in, given_before, names_in
from petitions.words import shown
from privacy.csv_export import write_csv
from privacy.days import utc_today
from privacy.words import fold
from privacy.xlsx import Cell
from supporters.models import Organization

# Names, and comments, in one PDF: about a hundred pages of either.
NAMES_A_VOLUME = 10_000
COMMENTS_A_VOLUME = 500
COLUMNS = 2
ROW = 5.5  # millimetres
# In points: names that are long stand in a smaller one.
SIZES = (9, 7.5, 6)
# So many of the widest letters have place in one column.
SURELY_FITS = 15


class PackWriter:
    """Writes one delivery's pack. ``names`` and ``comments`` say afterwards how many are in it.

    ``progress`` is told with each portion how many names were dealt with, each twice; it may raise to stop.
    """

    def __init__(self, delivery: Delivery, numbers: Numbers, *, progress: Callable[[int], None]) -> None:
        self.delivery = delivery
        self.numbers = numbers
        self.language = delivery.pack_language
        self.names = self.comments = 0
        self._progress = progress
        self._day = utc_today()

    @property
    def name(self) -> str:
        """The file's name: the petition's for staff, the campus if it is of one, and the day."""
        called = slugify(self.delivery.petition.name)[:60] or "petition"
        campus = self.delivery.place.slug if self.delivery.place is not None else ""
        return "-".join(filter(None, [called, campus, f"{self._day:%Y-%m-%d}"])) + ".zip"

    def write(self, out: IO[bytes]) -> None:
        """All files, into something that only takes bytes."""
        with override(self.language), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
            self._write_numbers(bundle)
            self._write_comments(bundle)
            if self.delivery.pack_with_names:
                self._write_names(bundle)
            # Last, for only now it is known what is enclosed.
            self._put(bundle, gettext("letter"), self._letter())

    # --- numbers and letter ---

    def _write_numbers(self, bundle: zipfile.ZipFile) -> None:
        groups = chain(self.numbers.countries, self.numbers.regions)
        rows: Iterable[list[Cell]] = chain(
            [[gettext("All"), "", self.numbers.signatures]],
            ([str(one.country), one.region, one.signatures] for one in groups),
            [[gettext("Other countries, or none given"), "", self.numbers.outside_countries]],
            [["", gettext("Other regions, or none given"), self.numbers.outside_regions]],
        )
        heading = [gettext("Country"), gettext("Region"), gettext("Signatures")]
        with bundle.open(self._entry(gettext("numbers"), "csv"), "w") as out:
            write_csv(out, heading=heading, rows=rows)

    def _letter(self) -> Sheet:
        return letter_sheet(
            self.delivery,
            self.numbers,
            language=self.language,
            names=self.names,
            comments=self.comments,
            day=self._day,
        )

    # --- comments ---

    def _write_comments(self, bundle: zipfile.ZipFile) -> None:
        with bundle.open(self._entry(gettext("comments"), "csv"), "w") as out:
            write_csv(
                out,
                heading=[gettext("Comment"), gettext("Language")],
                rows=([one.text, one.language] for part in self._comments() for one in part),
            )
        for number, volume in enumerate(_volumes(self._comments(), COMMENTS_A_VOLUME), start=1):
            self._put(bundle, self._numbered(gettext("comments"), number), self._comment_sheet(volume))
            self.comments += len(volume)

    def _comments(self) -> Iterator[list[ToldComment]]:
        for part in comments_in(self.delivery):
            # None of them is a name, but the run is alive.
            self._progress(0)
            yield part

    def _comment_sheet(self, volume: list[ToldComment]) -> Sheet:
        sheet = self._sheet(gettext("What signers wrote"))
        for one in volume:
            sheet.paragraph(one.text, after=2)
            sheet.set_draw_color(180)
            sheet.line(sheet.l_margin, sheet.get_y(), sheet.w - sheet.r_margin, sheet.get_y())
            sheet.ln(3)
        return sheet

    # --- names ---

    def _write_names(self, bundle: zipfile.ZipFile) -> None:
        if self._has_none():
            return
        with bundle.open(self._entry(gettext("names"), "csv"), "w") as out:
            rows = ([name] for volume in self._name_volumes() for name in volume)
            write_csv(out, heading=[gettext("Name")], rows=rows)
        for number, volume in enumerate(self._name_volumes(), start=1):
            self._put(bundle, self._numbered(gettext("names"), number), self._name_sheet(volume))
            self.names += len(volume)

    def _has_none(self) -> bool:
        return not any(names_in(self.delivery))

    def _name_volumes(self) -> Iterator[list[str]]:
        for volume in _volumes(self._told_of(names_in(self.delivery)), NAMES_A_VOLUME):
            # Which volume a name is in is chance; within it people can look for theirs.
            volume.sort(key=fold)
            yield volume

    def _told_of(self, parts: Iterable[list[str]]) -> Iterator[list[str]]:
        for part in parts:
            self._progress(len(part))
            yield part

    def _name_sheet(self, volume: list[str]) -> Sheet:
        sheet = self._sheet(gettext("Who signed and wants you to know it"))
        width = sheet.epw / COLUMNS
        for place, name in enumerate(volume):
            ends = place % COLUMNS == COLUMNS - 1
            text = _fitting(sheet, name, width)
            sheet.cell(
                width, ROW, text, new_x="LMARGIN" if ends else "RIGHT", new_y="NEXT" if ends else "TOP"
            )
        return sheet

    # --- files ---

    def _sheet(self, heading: str) -> Sheet:
        title = _title_of(self.delivery, self.language)
        sheet = Sheet(title=title, language=self.language, day=self._day)
        sheet.add_page()
        sheet.paragraph(title, size=14, bold=True, after=1)
        sheet.paragraph(heading, size=11, after=6)
        return sheet

    def _put(self, bundle: zipfile.ZipFile, name: str, sheet: Sheet) -> None:
        bundle.writestr(self._entry(name, "pdf"), sheet.as_bytes())

    def _entry(self, name: str, ending: str) -> zipfile.ZipInfo:
        day = self._day
        entry = zipfile.ZipInfo(f"{name}.{ending}", date_time=(day.year, day.month, day.day, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry

    def _numbered(self, name: str, number: int) -> str:
        return f"{name}-{number:03}"


def letter_sheet(
    delivery: Delivery,
    numbers: Numbers,
    *,
    language: str,
    names: int,
    comments: int,
    day: date | None = None,
) -> Sheet:
    """The cover letter on the organization's name, and a page with the numbers. Names nobody who signed."""
    day = day or utc_today()
    with override(language):
        petition = delivery.petition
        title = _title_of(delivery, language)
        organization = Organization.load()
        sheet = Sheet(title=title, language=language, day=day)
        sheet.add_page()
        sheet.paragraph(str(organization), size=14, bold=True, after=1)
        where = [line for line in (organization.postal_address, organization.website) if line]
        sheet.paragraph("\n".join(where), size=9, after=10)
        sheet.paragraph("\n".join(target.name for target in delivery.targets.all()), after=10)
        sheet.paragraph(date_format(day, pgettext("date of a letter", "F j, Y")), after=8)
        sheet.paragraph(title, size=12, bold=True, after=5)
        words = delivery.letter.get(language) or letter_words(
            petition,
            signatures=numbers.signatures,
            before=given_before(delivery),
            language=language,
            campus=delivery.campus,
        )
        sheet.paragraph(words, size=11, after=8)
        sheet.paragraph(_enclosed(names=names, comments=comments), size=9, after=16)
        sheet.line(sheet.l_margin, sheet.get_y(), sheet.l_margin + 70, sheet.get_y())
        sheet.ln(2)
        sheet.paragraph(str(organization), size=9)
        _draw_numbers(sheet, title, numbers)
    return sheet


def _title_of(delivery: Delivery, language: str) -> str:
    """What stands on top of each page: the petition's title, and the campus if it is of one."""
    title = delivery.petition.title_in(language)
    return f"{title} · {delivery.campus}" if delivery.campus else title


def _enclosed(*, names: int, comments: int) -> str:
    enclosed = [gettext("the numbers")]
    if comments:
        enclosed.append(gettext("what signers wrote (%(number)s)") % {"number": shown(comments)})
    if names:
        enclosed.append(gettext("the names of those who want it (%(number)s)") % {"number": shown(names)})
    return gettext("Enclosed: %(things)s.") % {"things": ", ".join(enclosed)}


def _draw_numbers(sheet: Sheet, title: str, numbers: Numbers) -> None:
    sheet.add_page()
    sheet.paragraph(title, size=14, bold=True, after=1)
    sheet.paragraph(gettext("How many signed"), size=11, after=6)
    sheet.paragraph(shown(numbers.signatures), size=28, bold=True, after=6)
    elsewhere = gettext("Other countries, or none given")
    _draw_groups(sheet, gettext("Country"), numbers.countries, elsewhere, numbers.outside_countries)
    elsewhere = gettext("Other regions, or none given")
    _draw_groups(sheet, gettext("Region"), numbers.regions, elsewhere, numbers.outside_regions)
    sheet.paragraph(
        gettext("Places with fewer than 10 signers are not named, to protect those who live there."), size=8
    )


def _draw_groups(sheet: Sheet, heading: str, groups: tuple[Group, ...], elsewhere: str, outside: int) -> None:
    if not groups:
        return
    sheet.paragraph(heading, size=10, bold=True, after=1)
    rows = [(one.label, one.signatures) for one in groups]
    if outside:
        rows.append((elsewhere, outside))
    sheet.write_in(size=10)
    for label, amount in rows:
        sheet.cell(sheet.epw * 0.7, 6, sheet.drawable(label), border="B")
        sheet.cell(sheet.epw * 0.3, 6, shown(amount), border="B", align="R", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(6)


def _fitting(sheet: Sheet, name: str, width: float) -> str:
    """The name as it is drawn: smaller, and at last cut, where it would run into the next column."""
    drawn = sheet.drawable(name)
    for size in SIZES:
        sheet.write_in(size=size)
        if len(drawn) <= SURELY_FITS or sheet.get_string_width(drawn) < width - 3:
            return drawn
    while sheet.get_string_width(drawn) >= width - 3:
        name = name[:-1]
        drawn = sheet.drawable(f"{name}…")
    return drawn


def _volumes[One](parts: Iterable[list[One]], size: int) -> Iterator[list[One]]:
    """The same, in lists of ``size``; the last may be shorter."""
    held: list[One] = []
    for part in parts:
        held += part
        while len(held) >= size:
            yield held[:size]
            held = held[size:]
    if held:
        yield held
