"""Taking out of office files who wrote them.

Word, spreadsheet and slide programs write the author's name, the employer and who changed what into each
file; these are packages of XML, in which those names are emptied. Nothing that is read is changed. A PDF is
kept as it is: taking it apart needs more than we carry, and its field says so.
"""

import re
from io import BytesIO
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

PACKAGES = ("docx", "odt", "pptx", "xlsx")
# Of a package that is unpacked: far more than any that people read.
MOST_PARTS = 5_000
MOST_BYTES = 300 * 1024 * 1024
MOST_BYTES_OF_NAMES = 60 * 1024 * 1024

# Which parts of a package name people, and what in them does.
_PARTS = re.compile(
    r"docProps/\w+\.xml|(meta|content|styles)\.xml|word/\w+\.xml|ppt/(commentAuthors|authors|comments/\w+)\.xml"
    r"|xl/(comments\d*|comments/\w+|persons/\w+|threadedComments/\w+)\.xml"
)
_ELEMENTS = re.compile(
    rb"(<((?:\w+:)?(?:creator|lastModifiedBy|initial-creator|printed-by|Company|Manager|author"
    rb"|sender-\w+|author-name|author-initials))(?:\s[^<>]*)?>)[^<]*(</\2\s*>)"
)
_ATTRIBUTES = re.compile(rb"""(\s(?:\w+:)?(?:author|initials|userId|displayName)\s*=\s*)("[^"]*"|'[^']*')""")
# Of slides, whose list of authors has no other names in it.
_NAMES = re.compile(rb"""(\sname\s*=\s*)("[^"]*"|'[^']*')""")
# What somebody's program or employer has added: nothing of it is shown.
_CUSTOM = re.compile(rb"(<(?:\w+:)?(property|user-defined)\b[^<>]*?>).*?(</(?:\w+:)?\2\s*>)", re.DOTALL)


class CleanPaper(ContentFile):
    """The bytes of a package out of which ``clean_package()`` has taken the names."""


def clean_package(file: IO[bytes], *, name: str) -> CleanPaper:
    """Return the office file without the names of who wrote, changed and commented it.

    Raises ``ValidationError`` for what is no such file, is locked, or unpacks to more than 300 MB.
    """
    if isinstance(file, CleanPaper):
        return file
    out = BytesIO()
    try:
        file.seek(0)
        with ZipFile(file) as packed, ZipFile(out, "w") as clean:
            _copy(packed, clean)
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise ValidationError(
            _("This file cannot be opened: it is damaged, or locked by a password. Save it anew.")
        ) from error
    return CleanPaper(out.getvalue(), name=name)


def _copy(packed: ZipFile, clean: ZipFile) -> None:
    parts = packed.infolist()
    left = MOST_BYTES
    for part in parts[: MOST_PARTS + 1]:
        data = _read(packed, part, left)
        left -= len(data)
        if left < 0 or len(parts) > MOST_PARTS:
            raise ValidationError(_("This file is too big. Save it smaller, or as a PDF."))
        # Its day is not kept: that of the upload is enough.
        made = ZipInfo(part.filename)
        made.compress_type = part.compress_type if part.compress_type == ZIP_STORED else 8
        clean.writestr(made, _without_names(part.filename, data))


def _read(packed: ZipFile, part: ZipInfo, most: int) -> bytes:
    """The part, or one byte more than ``most``: what a header says of its size is not believed."""
    if _PARTS.fullmatch(part.filename):
        most = min(most, MOST_BYTES_OF_NAMES)
    with packed.open(part) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ValidationError(_("This file is too big. Save it smaller, or as a PDF."))
    return data


def _without_names(part: str, data: bytes) -> bytes:
    if not _PARTS.fullmatch(part):
        return data
    data = _ATTRIBUTES.sub(rb'\1""', _ELEMENTS.sub(rb"\1\3", data))
    if part in ("ppt/commentAuthors.xml", "ppt/authors.xml"):
        data = _NAMES.sub(rb'\1""', data)
    if part in ("docProps/custom.xml", "meta.xml"):
        data = _CUSTOM.sub(b"", data)
    return data
