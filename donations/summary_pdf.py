"""The summary of what one donor gave in a year, on paper: made when it is asked for, kept nowhere."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from campaigns.money import Money
from campaigns.pdf import Sheet
from donations.models import Donation, ReceiptWording
from donations.selectors.designations import said_purposes
from donations.selectors.yearly import Year
from privacy.days import utc_today

LINE = 6  # millimetres
COLUMNS = (32, 48, 54, 36)


def draw_summary(year: Year, *, name: str) -> bytes:
    """The PDF, in the active language; ``name`` is the donor's, "" where it is not known.

    Each gift stands with its day, receipt and amount, less what went back; the sums by currency.
    """
    title = gettext("Gifts in %(year)s") % {"year": year.year}
    sheet = Sheet(title=title, language=get_language() or "", day=utc_today())
    sheet.add_page()
    if any(gift.is_test for gift in year.gifts):
        test = gettext("This was a test: no money moved, and this is no receipt.")
        sheet.paragraph(test, size=11, bold=True, after=6)
    _head(sheet, title, name)
    _row(sheet, [gettext("Day"), gettext("Receipt"), gettext("For what"), gettext("Amount")], bold=True)
    purposes = said_purposes(year.gifts, get_language() or "")
    for gift, purpose in zip(year.gifts, purposes, strict=True):
        _row(sheet, _cells(gift, purpose))
    sheet.ln(2)
    for amount in year.sums:
        sheet.paragraph(gettext("In all: %(amount)s") % {"amount": amount}, size=12, bold=True, after=2)
    _foot(sheet)
    return sheet.as_bytes()


def _head(sheet: Sheet, title: str, name: str) -> None:
    wording = ReceiptWording.objects.all().in_force_on(utc_today())
    if wording is not None and (said := wording.organization.best(get_language() or "")[0]):
        sheet.paragraph(said, size=9, after=8)
    sheet.paragraph(title, size=18, bold=True, after=4)
    if name:
        sheet.paragraph(gettext("Given by %(name)s") % {"name": name}, size=11, after=6)


def _foot(sheet: Sheet) -> None:
    wording = ReceiptWording.objects.all().in_force_on(utc_today())
    if wording is None:
        return
    sheet.ln(4)
    for text in (wording.status, wording.tax_line):
        if said := text.best(get_language() or "")[0]:
            sheet.paragraph(said, size=9)


def _cells(gift: Donation, purpose: str) -> list[str]:
    receipt = getattr(gift, "receipt", None)
    return [
        date_format(gift.day, "SHORT_DATE_FORMAT"),
        receipt.number if receipt is not None else "–",
        purpose or "–",
        str(Money(gift.kept, gift.currency)),
    ]


def _row(sheet: Sheet, cells: Sequence[str], *, bold: bool = False) -> None:
    sheet.write_in(size=9, bold=bold)
    for width, text in zip(COLUMNS, cells, strict=True):
        shown = sheet.drawable(text)
        while sheet.get_string_width(shown) > width - 2 and len(shown) > 1:
            shown = shown[:-2] + "…"
        align = "R" if width == COLUMNS[-1] else "L"
        sheet.cell(width, LINE, shown, border="B", align=align)
    sheet.ln(LINE)
