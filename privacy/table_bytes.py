"""In what encoding a table is written, told from its bytes; and what is no text table at all."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.exceptions import UnreadableTable

# How much is looked at to tell UTF-16 that does not say so itself, and bytes that are no text at all.
PROBE = 4096
# Of so many bytes of a text at most one is a control character; of other data every ninth.
CONTROL_ONE_IN = 50
_CONTROL = bytes({*range(32), 127} - {9, 10, 13})


class Encoding(StrEnum):
    """The name of Python's codec."""

    UTF_8 = "utf-8"
    UTF_8_MARKED = "utf-8-sig"
    UTF_16 = "utf-16"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1252 = "cp1252"

    @property
    def is_guess(self) -> bool:
        """Nothing in the file says so: letters with accents should be looked at."""
        return self in {Encoding.WINDOWS_1252, Encoding.UTF_16_LE, Encoding.UTF_16_BE}

    @property
    def label(self) -> str:
        """As programs call it where a file is saved."""
        if self is Encoding.WINDOWS_1252:
            return "Windows-1252"
        return "UTF-8" if self in {Encoding.UTF_8, Encoding.UTF_8_MARKED} else "UTF-16"


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: Encoding


SAVE_AS_CSV = _("Open it in a spreadsheet and save it as “CSV UTF-8”, then choose that file.")
_WEB_PAGE = _("This is a web page, not a CSV file. Where the table is shared, choose “Download as CSV”.")
# By the first bytes: what people pick by mistake.
_OTHERS = (
    (
        (b"PK\x03\x04", b"PK\x05\x06"),
        _("This is a workbook (XLSX, ODS) or another packed file, not a CSV file."),
    ),
    ((b"\xd0\xcf\x11\xe0",), _("This is an old Excel workbook (XLS), not a CSV file.")),
    ((b"%PDF",), _("This is a PDF, not a CSV file.")),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")


def decode_table(data: bytes) -> Decoded:
    """The text of an uploaded table. Raises UnreadableTable, with a sentence for whoever uploaded it."""
    if not data.strip(b" \t\r\n\x00"):
        raise UnreadableTable(gettext("This file is empty."))
    _refuse_others(data)
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _no_text() from None
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise UnreadableTable(gettext("This file is empty."))
    if text.lstrip().startswith("<"):
        raise UnreadableTable(str(_WEB_PAGE))
    return Decoded(text, encoding)


def _no_text() -> UnreadableTable:
    return UnreadableTable(
        gettext("This file is not text, or was damaged on its way. %(advice)s") % {"advice": SAVE_AS_CSV}
    )


def _refuse_no_text(data: bytes) -> None:
    """Refuse what some program wrote for itself, whatever its name ends in. Not for UTF-16."""
    probe = data[:PROBE]
    found = len(probe) - len(probe.translate(None, _CONTROL))
    if found > 1 and found * CONTROL_ONE_IN > len(probe):
        raise _no_text()


def _refuse_others(data: bytes) -> None:
    for beginnings, sentence in _OTHERS:
        if data.startswith(beginnings):
            raise UnreadableTable(f"{sentence} {SAVE_AS_CSV}")
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    is_bitmap = data.startswith(b"BM") and data[6:10] == bytes(4)
    if data.startswith(_PICTURES) or is_webp or is_bitmap or data[4:8] == b"ftyp":
        raise UnreadableTable(
            gettext("This is a picture or a film, not a CSV file. Choose the file with the table.")
        )
    if data.startswith(_PACKED):
        raise UnreadableTable(gettext("This file is packed. Unpack it, then choose the CSV file in it."))


def encoding_of_head(head: bytes) -> Encoding | None:
    """What the first bytes of a large file say; None where only the whole tells UTF-8 from Windows-1252.

    Raises UnreadableTable for what is no text table.
    """
    if not head.strip(b" \t\r\n\x00"):
        raise UnreadableTable(gettext("This file is empty."))
    _refuse_others(head)
    if head.decode(errors="ignore").lstrip("\ufeff \t\r\n").startswith("<"):
        raise UnreadableTable(str(_WEB_PAGE))
    if (said := _marked(head) or _unmarked_utf_16(head)) is None:
        _refuse_no_text(head)
    return said


def _encoding(data: bytes) -> Encoding:
    if (marked := _marked(data)) is not None:
        return marked
    if data.startswith(BOM_UTF8):
        return Encoding.UTF_8_MARKED
    if (unmarked := _unmarked_utf_16(data)) is not None:
        return unmarked
    _refuse_no_text(data)
    try:
        data.decode()
    except UnicodeDecodeError:
        return Encoding.WINDOWS_1252
    return Encoding.UTF_8


def _marked(data: bytes) -> Encoding | None:
    """UTF-16 that says so. Raises UnreadableTable for UTF-32."""
    # The marks of UTF-32 begin like those of UTF-16, and no program writes tables so.
    if data.startswith((BOM_UTF32_LE, BOM_UTF32_BE)):
        raise UnreadableTable(gettext("This file is written in UTF-32. %(advice)s") % {"advice": SAVE_AS_CSV})
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return Encoding.UTF_16
    return None


def _unmarked_utf_16(data: bytes) -> Encoding | None:
    """In UTF-16 nearly every second byte of a Western table is 0, and hardly any other."""
    probe = data[:PROBE]
    half = len(probe) // 2
    even, odd = probe[::2].count(0), probe[1::2].count(0)
    if half and odd > half * 0.7 and even < half * 0.1:
        return Encoding.UTF_16_LE
    if half and even > half * 0.7 and odd < half * 0.1:
        return Encoding.UTF_16_BE
    return None
