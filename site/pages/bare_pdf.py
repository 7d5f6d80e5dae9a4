"""Taking out of a PDF who made it, with what, where and when; nothing that is read is changed.

A PDF says so in more than one place: in a dictionary for the whole file, in XMP for the file and for each
page or picture, in what drawing programs add for themselves, in the pictures as cameras wrote them, beside
each comment, in what was typed and deleted before. It is written anew from what can be reached of it, so what
was deleted is gone too. A digital signature is gone as well: it names its signer, and holds for the old bytes
alone. What a reader would do by itself goes too: a script or a form that is sent tells a server who reads.
Colour profiles, and pictures that stand inside the drawing of a page itself, stay as they are.
"""

import logging
from collections.abc import Iterator
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from pages.bare_pictures import bare_picture

# What it complains of quotes the file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# Of any object: XMP, what one program keeps for itself (drawings, paths), the second of the last change, a
# smaller copy of how the page once looked, the pages of a web site that it was made of, and what TeX knows of
# a drawing that it took in. Of the whole file: what belongs to a signature, and forms that no browser shows.
SAYS = (
    "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/SpiderInfo", "/OPI", "/PTEX.FileName",
    "/PTEX.InfoDict", "/DSS", "/Perms", "/SigFlags", "/XFA",
)  # fmt: skip
# Of any object as well, where it is text: what is called so may also be a style or a place in the file.
IN_WORDS = ("/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/M")
# Of a comment: who wrote it. Of a field of a form /T is what the field is called.
NAMED, FIELD = "/T", "/Widget"
# Of a signature, also of one that covers nothing yet.
SIGNATURES = ("/Sig", "/DocTimeStamp")
# What is done when the file is opened, a page turned or a field filled in.
DOES_BY_ITSELF = ("/OpenAction", "/AA", "/JavaScript", "/JS")
# Actions that open another file of whoever made this one, or ask a server.
REACHES_OUT = ("/Launch", "/GoToR", "/GoToE", "/ImportData", "/SubmitForm", "/JavaScript")
JPEG, JPEG_2000 = "/DCTDecode", "/JPXDecode"
JPEG_BEGINS = b"\xff\xd8\xff"


def bare_pdf(data: bytes, *, title: str) -> bytes:
    """The same pages without metadata; ``title`` is what readers are then told that the file is called.

    Raises ``ValidationError`` for what is damaged, locked by a password, or has files or a picture inside
    that cannot be cleaned.
    """
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise _damaged()
        writer = PdfWriter(clone_from=reader)
        for one in _each(writer.root_object):
            _clean(one)
        writer.metadata = {"/Title": title}
        # It is the same in every version of a file, also in those that somebody has elsewhere.
        writer._ID = None
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        out = BytesIO()
        writer.write(out)
        if len(PdfReader(out).pages) != len(reader.pages):
            raise _damaged()
    except ValidationError:
        raise
    except Exception as error:
        raise _damaged() from error
    return out.getvalue()


def _damaged() -> ValidationError:
    return ValidationError(
        _("This PDF cannot be opened: it is damaged, or locked by a password. Save it anew.")
    )


def _each(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached; what was taken out of one is not followed."""
    seen: set[int] = set()
    waiting: list[object] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _clean(one: DictionaryObject) -> None:
    if "/EF" in one:
        raise ValidationError(
            _("There are other files inside this PDF. Take them out, and upload each by itself.")
        )
    if "/ByteRange" in one or _said(one, "/Type") in SIGNATURES or _reaches_out(one):
        one.clear()
    is_comment = "/Rect" in one and "/Subtype" in one and _said(one, "/Subtype") != FIELD
    for key in (*SAYS, *DOES_BY_ITSELF, *([NAMED] if is_comment else ())):
        one.pop(key, None)
    for key in IN_WORDS:
        if isinstance(_said(one, key), TextStringObject | ByteStringObject):
            del one[key]
    if isinstance(one, StreamObject) and {JPEG, JPEG_2000}.intersection(_filters(one)):
        _clean_picture(one)


def _said(one: DictionaryObject, key: str) -> object:
    """What stands there, wherever it is written; ``get()`` does not look elsewhere."""
    found = one.get(key)
    return found.get_object() if found is not None else None


def _reaches_out(one: DictionaryObject) -> bool:
    """Whether it asks a server, or leads to a file on one machine, whose path often names somebody."""
    kind = _said(one, "/S")
    return kind in REACHES_OUT or (
        kind == "/URI" and str(_said(one, "/URI")).strip().lower().startswith("file:")
    )


def _clean_picture(one: StreamObject) -> None:
    # What is packed around the picture is taken off; the library changes no stream of a picture by itself.
    data, kind = one.get_data(), _filters(one)[-1]
    if kind == JPEG:
        _before, begins, rest = data.partition(JPEG_BEGINS)
        if not begins:
            raise _damaged()
        data = begins + rest
    picture = bare_picture(data)
    if len(_filters(one)) > 1:
        one[NameObject("/Filter")] = NameObject(kind)
        one.pop("/DecodeParms", None)
    one._data = picture


def _filters(one: StreamObject) -> list[str]:
    said = _said(one, "/Filter")
    if isinstance(said, ArrayObject):
        return [str(each.get_object()) for each in said]
    return [str(said)]
