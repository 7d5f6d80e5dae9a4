"""Taking out of office files who wrote them, and where their pictures were taken.

Word, spreadsheet and slide programs write the author's name, the employer and who changed what into each
file; these are packages of XML, in which those names are emptied. The pictures in them come from the same
phones as all others, and lose what ``pages.bare_pictures`` finds beside their pixels. Nothing that is read
is changed. Films, sounds and objects of older programs inside a package are kept as they are. PDFs, also
those inside of a package, are ``pages.bare_pdf``'s.
"""

import re
from io import BytesIO
from pathlib import PurePath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from pages.bare_pdf import bare_pdf
from pages.bare_pictures import bare_picture

PDF = "pdf"
PACKAGES = ("docx", "odt", "pptx", "xlsx")
# Of a package that is unpacked: far more than any that people read.
MOST_PARTS = 5_000
MOST_BYTES = 300 * 1024 * 1024
MOST_BYTES_OF_NAMES = 60 * 1024 * 1024
# A chart in a slide is a package in a package; deeper than this nobody builds.
DEEPEST = 3

# Which parts of a package name people, and what in them does.
_PARTS = re.compile(
    r"docProps/\w+\.xml|(Object [^/]+/)?(meta|content|styles)\.xml|word/\w+\.xml"
    r"|ppt/(commentAuthors|authors|comments/\w+)\.xml"
    r"|xl/(workbook|comments\d*|comments/\w+|persons/\w+|threadedComments/\w+|revisions/\w+)\.xml"
)
_ELEMENTS = re.compile(
    rb"(<((?:\w+:)?(?:creator|lastModifiedBy|initial-creator|printed-by|Company|Manager|author"
    rb"|sender-\w+|author-name|author-initials))(?:\s[^<>]*)?>)[^<]*(</\2\s*>)"
)
_ATTRIBUTES = re.compile(
    rb"""(\s(?:\w+:)?(?:author|initials|userId|userName|displayName)\s*=\s*)("[^"]*"|'[^']*')"""
)
# Of slides, whose list of authors has no other names in it.
_NAMES = re.compile(rb"""(\sname\s*=\s*)("[^"]*"|'[^']*')""")
# Where a book was saved, which template a text has, and where else links lead: on the disk of somebody.
_OWN_PATHS = re.compile(
    rb"""(<(?:\w+:)?absPath\s[^<>]*?url\s*=\s*)("[^"]*"|'[^']*')|<(?:\w+:)?template\s[^<>]*/>"""
)
_LINKS = re.compile(r"(.+/)?_rels/[^/]*\.rels")
_TO_A_DISK = re.compile(
    rb"""(\sTarget\s*=\s*)(["'])(?:file:|[a-z]:[\\/]|\\\\|/(?:Users|home)/).*?\2""", re.IGNORECASE | re.DOTALL
)
# Of drawings: the description that their programs add, and the paths where they were saved.
_DRAWING = re.compile(r".+\.svg", re.IGNORECASE)
_DESCRIPTION = re.compile(rb"<((?:\w+:)?metadata)\b[^<>]*?(?<!/)>.*?</\1\s*>", re.DOTALL)
_PATHS = re.compile(rb"""(\s\w+:(?:docname|absref|export-filename)\s*=\s*)("[^"]*"|'[^']*')""")
# What somebody's program or employer has added: nothing of it is shown.
_CUSTOM = re.compile(rb"(<(?:\w+:)?(property|user-defined)\b[^<>]*?>).*?(</(?:\w+:)?\2\s*>)", re.DOTALL)


class CleanPaper(ContentFile):
    """The bytes of a file out of which ``clean_paper()`` has taken the names."""


def clean_paper(file: File[bytes]) -> File[bytes]:
    """Return the file without what it says beside its text; as it came where it is plain text.

    Raises ``ValidationError`` as ``clean_package()`` and ``bare_pdf()`` do.
    """
    name = PurePath(str(file.name))
    kind = name.suffix.lower().removeprefix(".")
    if isinstance(file, CleanPaper):
        return file
    if kind == PDF:
        file.seek(0)
        return CleanPaper(bare_pdf(file.read(), title=name.stem), name=file.name)
    return clean_package(file, name=str(file.name)) if kind in PACKAGES else file


def clean_package(file: IO[bytes], *, name: str) -> CleanPaper:
    """Return the office file without the names of who wrote, changed and commented it, its pictures bare.

    Raises ``ValidationError`` for what is no such file, is locked, unpacks to more than 300 MB, or has a
    picture that cannot be cleaned.
    """
    if isinstance(file, CleanPaper):
        return file
    try:
        file.seek(0)
        return CleanPaper(_Cleaning().package(file), name=name)
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise ValidationError(
            _("This file cannot be opened: it is damaged, or locked by a password. Save it anew.")
        ) from error


class _Cleaning:
    """One file with the packages inside of it: together they have the room that one has."""

    def __init__(self) -> None:
        self.bytes_left = MOST_BYTES
        self.parts_left = MOST_PARTS
        self.depth = 0

    def package(self, file: IO[bytes]) -> bytes:
        """The package with each of its parts cleaned."""
        out = BytesIO()
        self.depth += 1
        with ZipFile(file) as packed, ZipFile(out, "w") as clean:
            parts = packed.infolist()
            self.parts_left -= len(parts)
            if self.parts_left < 0 or self.depth > DEEPEST:
                raise _too_big()
            for part in parts:
                # Its day is not kept: that of the upload is enough.
                made = ZipInfo(part.filename)
                made.compress_type = part.compress_type if part.compress_type == ZIP_STORED else ZIP_DEFLATED
                clean.writestr(made, self.part(part.filename, self.read(packed, part)))
        self.depth -= 1
        return out.getvalue()

    def read(self, packed: ZipFile, part: ZipInfo) -> bytes:
        """What is in the part: what a header says of its size is not believed."""
        most = self.bytes_left
        if _PARTS.fullmatch(part.filename):
            most = min(most, MOST_BYTES_OF_NAMES)
        with packed.open(part) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise _too_big()
        self.bytes_left -= len(data)
        return data

    def part(self, name: str, data: bytes) -> bytes:
        """The part without names and places."""
        if _PARTS.fullmatch(name):
            return _without_names(name, data)
        if _LINKS.fullmatch(name):
            return _TO_A_DISK.sub(rb'\1"about:blank"', data)
        if _DRAWING.fullmatch(name):
            return _PATHS.sub(rb'\1""', _DESCRIPTION.sub(b"", data))
        if data.startswith(b"PK\x03\x04") and name.rpartition(".")[2].lower() in PACKAGES:
            return self.package(BytesIO(data))
        if data.startswith(b"%PDF-"):
            return bare_pdf(data, title="")
        return bare_picture(data)


def _too_big() -> ValidationError:
    return ValidationError(_("This file is too big. Save it smaller, or as a PDF."))


def _without_names(part: str, data: bytes) -> bytes:
    data = _ATTRIBUTES.sub(rb'\1""', _ELEMENTS.sub(rb"\1\3", data))
    if part in ("ppt/commentAuthors.xml", "ppt/authors.xml"):
        data = _NAMES.sub(rb'\1""', data)
    if part == "xl/workbook.xml" or part.endswith("meta.xml"):
        data = _OWN_PATHS.sub(_without_path, data)
    if part == "docProps/custom.xml" or part.endswith("meta.xml"):
        data = _CUSTOM.sub(b"", data)
    return data


def _without_path(found: re.Match[bytes]) -> bytes:
    return found[1] + b'""' if found[1] else b""
