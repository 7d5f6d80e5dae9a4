"""PDFs lose who made them, with what, where and when, wherever a PDF says so; what is read stays."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from wagtail.documents import get_document_model

from pages.bare_pdf import bare_pdf
from pages.papers import clean_package
from tests.site.factories import CANARY, photo
from tests.site.test_paper_pictures import jp2
from tests.site.test_papers import package

NAME = "Imogen Example"
HOUR = "D:20261127101112"


def drawn() -> FPDF:
    pdf = FPDF()
    pdf.set_compression(False)
    pdf.set_author(NAME)
    pdf.set_creator(f"{NAME}'s writer")
    pdf.set_producer(NAME)
    pdf.set_title(f"C:/Users/{NAME}/rights.docx")
    pdf.set_lang("es")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.cell(text="You may stay silent.")
    pdf.image(photo(), x=10, y=40, w=20)
    return pdf


def made() -> PdfWriter:
    """With a name in each of the places where programs write one."""
    writer = PdfWriter(clone_from=BytesIO(bytes(drawn().output())))
    page = writer.pages[0]
    for on in (writer.root_object, page):
        xmp = DecodedStreamObject()
        xmp.set_data(f"<x:xmpmeta><dc:creator>{NAME}</dc:creator></x:xmpmeta>".encode())
        on[NameObject("/Metadata")] = writer._add_object(xmp)
        own = DictionaryObject({NameObject("/Private"): TextStringObject(NAME)})
        on[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Illustrator"): own})
        on[NameObject("/LastModified")] = TextStringObject(HOUR)
    comment = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            NameObject("/Contents"): TextStringObject("Say more."),
            NameObject("/T"): TextStringObject(NAME),
            NameObject("/M"): TextStringObject(HOUR),
        }
    )
    field = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            NameObject("/T"): TextStringObject("your question"),
        }
    )
    signed = DictionaryObject(
        {
            NameObject("/ByteRange"): ArrayObject([NumberObject(0)] * 4),
            NameObject("/Name"): TextStringObject(NAME),
        }
    )
    field[NameObject("/V")] = writer._add_object(signed)
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(comment), writer._add_object(field)])
    # What was deleted in a later version of the file: nothing leads there any more.
    writer._add_object(TextStringObject(f"{NAME} lives here"))
    return writer


def written(writer: PdfWriter, **details) -> bytes:
    out = BytesIO()
    if details:
        writer.encrypt(**details)
    writer.write(out)
    return out.getvalue()


def all_of(data: bytes) -> bytes:
    """Every byte as it lies there, and as it is unpacked."""
    reader = PdfReader(BytesIO(data))
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    unpacked = [one.get_data() for one in objects if isinstance(one, StreamObject)]
    return b"".join([data, *unpacked, repr(objects).encode()])


def test_no_place_of_a_pdf_says_who_made_it_when_or_where_and_what_is_read_stays():
    before = written(made())
    after = bare_pdf(before, title="rights")
    canaries = [NAME.encode(), HOUR.encode(), CANARY.encode(), b"pypdf"]

    assert [one for one in canaries[:3] if one not in all_of(before)] == []
    assert [one for one in canaries if one in all_of(after)] == []
    reader = PdfReader(BytesIO(after))
    [page] = reader.pages
    assert dict(reader.metadata) == {"/Title": "rights"}
    assert (page.extract_text().strip(), reader.root_object["/Lang"]) == ("You may stay silent.", "es")
    annotations = [one.get_object() for one in page["/Annots"]]
    assert [one.get("/Contents", one.get("/T")) for one in annotations] == ["Say more.", "your question"]
    pictures = [PdfReader(BytesIO(one)).pages[0].images[0].image for one in (before, after)]
    assert pictures[0].tobytes() == pictures[1].tobytes()
    assert (reader.trailer.get("/ID"), reader.xmp_metadata) == (None, None)


def picture_of(writer: PdfWriter) -> StreamObject:
    """The one on its page."""
    found = [one for one in writer._objects if isinstance(one, StreamObject) and one.get("/Filter")]
    [picture] = [one for one in found if one["/Filter"] == "/DCTDecode"]
    return picture


def in_root(key, value):
    def put(writer: PdfWriter) -> None:
        writer.root_object[NameObject(key)] = writer._add_object(value)

    return put


def in_page(key, value):
    def put(writer: PdfWriter) -> None:
        writer.pages[0][NameObject(key)] = ArrayObject([writer._add_object(value)])

    return put


def text(said: str = NAME) -> TextStringObject:
    return TextStringObject(said)


def words_of(**said) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name.replace('__', '.')}"): one for name, one in said.items()})


def stream(said: str = NAME, **keys) -> StreamObject:
    made_of = DecodedStreamObject()
    made_of.set_data(said.encode())
    made_of.update(words_of(**keys))
    return made_of


def annotation(kind: str, **keys) -> DictionaryObject:
    place = ArrayObject([NumberObject(0)] * 4)
    return words_of(Subtype=NameObject(kind), Rect=place, **keys)


PLACES = {
    "certificates kept for a signature": in_root("/DSS", words_of(Certs=ArrayObject([text()]))),
    "a signature that covers nothing yet": in_page(
        "/Annots", annotation("/Widget", V=words_of(Type=NameObject("/Sig"), Name=text()))
    ),
    "the hour at a field": in_page("/Annots", annotation("/Widget", M=text(HOUR))),
    "a link into somebody's own disk": in_page(
        "/Annots",
        annotation("/Link", A=words_of(S=NameObject("/URI"), URI=text(f"file:/C:/Users/{NAME}/a.docx"))),
    ),
    "a file that a button opens": in_page(
        "/Annots", annotation("/Link", A=words_of(S=NameObject("/Launch"), F=text(f"C:/Users/{NAME}/a.docx")))
    ),
    "an article": in_root("/Threads", words_of(I=words_of(Author=text(), CreationDate=text(HOUR)))),
    "who drew a layer": in_root(
        "/OCProperties", words_of(Usage=words_of(CreatorInfo=words_of(Creator=text())))
    ),
    "a form of another kind": in_root("/AcroForm", words_of(XFA=stream())),
    "pages of a web site that it was made of": in_root("/SpiderInfo", words_of(C=text())),
    "a smaller copy of how a page looked": in_page("/Thumb", stream()),
    "a drawing that TeX took in": in_root(
        "/Drawing",
        stream("q Q", PTEX__FileName=text(f"/home/{NAME}/a.pdf"), PTEX__InfoDict=words_of(Author=text())),
    ),
}


SERVER = "https://collector.example.org/"


def action(kind: str, **keys) -> DictionaryObject:
    return words_of(S=NameObject(kind), **keys)


DOINGS = {
    "a script of the whole file": in_root(
        "/Names",
        words_of(JavaScript=words_of(Names=ArrayObject([text("a"), action("/JavaScript", JS=text(SERVER))]))),
    ),
    "a page that is opened with the file": in_root("/OpenAction", action("/URI", URI=text(SERVER))),
    "something done when a page is turned": in_page("/Annots", words_of(AA=words_of(O=text(SERVER)))),
    "a form that is sent": in_page("/Annots", annotation("/Widget", A=action("/SubmitForm", F=text(SERVER)))),
    "a script of a button": in_page(
        "/Annots", annotation("/Widget", A=action("/JavaScript", JS=stream(SERVER)))
    ),
}


@pytest.mark.parametrize("put", DOINGS.values(), ids=DOINGS)
def test_nothing_tells_a_server_who_reads_it(put):
    writer = PdfWriter(clone_from=BytesIO(bytes(drawn().output())))
    put(writer)
    before = written(writer)
    after = bare_pdf(before, title="rights")

    assert [SERVER.encode() in all_of(one) for one in (before, after)] == [True, False]
    assert PdfReader(BytesIO(after)).pages[0].extract_text().strip() == "You may stay silent."


def test_a_link_that_somebody_clicks_stays():
    writer = PdfWriter(clone_from=BytesIO(bytes(drawn().output())))
    in_page("/Annots", annotation("/Link", A=action("/URI", URI=text(SERVER))))(writer)

    assert SERVER.encode() in all_of(bare_pdf(written(writer), title="rights"))


@pytest.mark.parametrize("put", PLACES.values(), ids=PLACES)
def test_programs_write_it_elsewhere_too(put):
    writer = PdfWriter(clone_from=BytesIO(bytes(FPDF().output())))
    writer.add_blank_page(100, 100)
    put(writer)
    before = written(writer)
    after = all_of(bare_pdf(before, title="rights"))

    assert [one in all_of(before) for one in (NAME.encode(), HOUR.encode())] != [False, False]
    assert [one in after for one in (NAME.encode(), HOUR.encode())] == [False, False]


def test_a_picture_is_found_however_its_kind_is_written():
    for change in (
        lambda writer, one: one.update({NameObject("/Filter"): writer._add_object(NameObject("/DCTDecode"))}),
        lambda _writer, one: setattr(one, "_data", b"\n" + one._data),
    ):
        writer = made()
        picture = picture_of(writer)
        change(writer, picture)
        before = written(writer)
        after = bare_pdf(before, title="rights")
        assert [CANARY.encode() in all_of(one) for one in (before, after)] == [True, False]
        assert PdfReader(BytesIO(after)).pages[0].images[0].image.size == (
            PdfReader(BytesIO(written(made()))).pages[0].images[0].image.size
        )


def test_a_picture_in_jpeg_2000_loses_what_is_written_beside_it():
    writer = made()
    picture = picture_of(writer)
    picture._data = jp2().getvalue()
    picture[NameObject("/Filter")] = NameObject("/JPXDecode")
    before = written(writer)
    after = all_of(bare_pdf(before, title="rights"))

    assert [CANARY.encode() in one for one in (all_of(before), after)] == [True, False]
    assert b"jp2c" in after


def test_what_says_that_it_is_a_photo_and_is_none_is_told():
    writer = made()
    picture = picture_of(writer)
    picture._data = CANARY.encode()
    with pytest.raises(ValidationError, match="damaged, or locked by a password"):
        bare_pdf(written(writer), title="rights")


def test_one_that_only_asks_not_to_be_printed_is_opened_and_one_with_a_password_is_told():
    after = bare_pdf(written(made(), user_password="", owner_password="secret"), title="rights")
    assert (PdfReader(BytesIO(after)).is_encrypted, NAME.encode() in all_of(after)) == (False, False)
    with pytest.raises(ValidationError, match="damaged, or locked by a password"):
        bare_pdf(written(made(), user_password="secret"), title="rights")


def test_what_is_no_whole_pdf_is_told_in_a_sentence():
    nested = b"%PDF-1.7\n1 0 obj\n" + b"[" * 5_000 + b"\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"
    for data in (b"", b"%PDF-1.7", b"%PDF-1.7 nothing", b"PK\x03\x04", written(made())[:900], nested):
        with pytest.raises(ValidationError, match="damaged, or locked by a password"):
            bare_pdf(data, title="rights")


def test_files_inside_of_a_pdf_are_told_for_nobody_cleans_them():
    writer = made()
    writer.add_attachment("notes.docx", NAME.encode())
    with pytest.raises(ValidationError, match="other files inside this PDF"):
        bare_pdf(written(writer), title="rights")


def test_a_pdf_inside_an_office_file_is_cleaned_as_one_by_itself_is():
    file = clean_package(package({"Pictures/1000.pdf": written(made())}), name="rights.odt")
    with ZipFile(file) as clean:
        inside = clean.read("Pictures/1000.pdf")

    assert (NAME.encode() in all_of(inside), len(PdfReader(BytesIO(inside)).pages)) == (False, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/documents/add/", "/admin/documents/multiple/add/"])
def test_whichever_form_takes_a_pdf_takes_the_names_out(ground, admin_client, address):
    field = "files[]" if "multiple" in address else "file"
    file = SimpleUploadedFile("rights.PDF", written(made()))
    admin_client.post(address, {"title": "Rights", field: file})
    document = get_document_model().objects.get()
    with document.open_file() as kept:
        stored = kept.read()

    assert (NAME.encode() in all_of(stored), dict(PdfReader(BytesIO(stored)).metadata)) == (
        False,
        {"/Title": "rights"},
    )
    # What is noted of the file is that of what is stored.
    assert document.file_size == len(stored)


@pytest.mark.django_db
def test_a_pdf_that_cannot_be_cleaned_is_refused_at_the_form(ground, admin_client):
    answer = admin_client.post(
        "/admin/documents/add/", {"title": "Rights", "file": SimpleUploadedFile("rights.pdf", b"%PDF-1.7 x")}
    )

    assert answer.context["form"].errors == {
        "file": ["This PDF cannot be opened: it is damaged, or locked by a password. Save it anew."]
    }
    assert get_document_model().objects.count() == 0
