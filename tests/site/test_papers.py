"""Office files lose the names of who wrote them; what is no file of its kind is told."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from wagtail.documents import get_document_model

from pages import papers
from pages.papers import clean_package

NAME = "Imogen Example"
PARTS = {
    "docProps/core.xml": f"<cp:coreProperties><dc:title>Rights</dc:title><dc:creator>{NAME}</dc:creator>"
    f'<cp:lastModifiedBy xml:space="preserve">{NAME}</cp:lastModifiedBy></cp:coreProperties>',
    "docProps/app.xml": f"<P><Company>{NAME} Ltd</Company><Manager>{NAME}</Manager></P>",
    "docProps/custom.xml": f'<P><property name="Owner"><vt:lpwstr>{NAME}</vt:lpwstr></property></P>',
    "word/document.xml": f'<w:ins w:id="1" w:author="{NAME}"><w:t>Author = you</w:t></w:ins>',
    "word/comments.xml": f"<w:comment w:initials='{NAME}' w:author='{NAME}'><w:t>Say more.</w:t></w:comment>",
    "ppt/commentAuthors.xml": f'<p:cmAuthor id="0" name="{NAME}" initials="{NAME}"/>',
    "xl/persons/person.xml": f'<person displayName="{NAME}" userId="{NAME}" id="{{1}}"/>',
    "xl/workbook.xml": f'<workbook><fileSharing userName="{NAME}"/><x15ac:absPath url="C:\\Users\\{NAME}\\"/>'
    f'<definedName name="Author">Sheet1!$A$1</definedName></workbook>',
    "word/_rels/settings.xml.rels": f'<Relationship Id="rId1" Target="file:/C:/Users/{NAME}/our.dotx"/>'
    f'<Relationship Id="rId2" Target="https://rights.example/"/>',
    "meta.xml": f'<meta:template xlink:href="file:/home/{NAME}/our.ott" xlink:title="{NAME}"/>'
    f"<meta:initial-creator>{NAME}</meta:initial-creator><dc:creator>{NAME}</dc:creator>"
    f'<meta:user-defined meta:name="Owner">{NAME}</meta:user-defined>',
    "content.xml": f"<office:annotation><dc:creator>{NAME}</dc:creator><text:p>Hi</text:p>"
    "</office:annotation>",
}


def package(parts, compression=ZIP_DEFLATED):
    out = BytesIO()
    with ZipFile(out, "w", compression) as made:
        made.writestr("mimetype", "application/x", ZIP_STORED)
        for name, text in parts.items():
            made.writestr(name, text)
    out.seek(0)
    return out


def test_no_part_names_who_wrote_it_and_what_is_read_stays():
    with ZipFile(clean_package(package(PARTS), name="rights.docx")) as clean:
        said = {name: clean.read(name).decode() for name in clean.namelist()}
        kept = clean.infolist()[0].compress_type

    assert [name for name, text in said.items() if NAME in text] == []
    assert (list(said), kept) == (["mimetype", *PARTS], ZIP_STORED)
    assert "<dc:title>Rights</dc:title>" in said["docProps/core.xml"]
    assert said["word/document.xml"] == '<w:ins w:id="1" w:author=""><w:t>Author = you</w:t></w:ins>'
    assert "<text:p>Hi</text:p>" in said["content.xml"]
    assert '<definedName name="Author">Sheet1!$A$1</definedName>' in said["xl/workbook.xml"]
    assert 'Id="rId2" Target="https://rights.example/"' in said["word/_rels/settings.xml.rels"]


def test_a_spreadsheet_can_be_opened_as_before():
    book = Workbook()
    book.properties.creator = NAME
    book.active["A1"] = "Contracts"
    book.active["A1"].comment = Comment("Look again", NAME)
    file = BytesIO()
    book.save(file)

    clean = clean_package(file, name="contracts.xlsx")

    read = load_workbook(clean)
    assert (read.active["A1"].value, read.active["A1"].comment.text) == ("Contracts", "Look again")
    assert [NAME in str(one) for one in (read.properties.creator, read.active["A1"].comment.author)] == [
        False,
        False,
    ]


@pytest.mark.parametrize("data", [b"", b"no package", b"PK\x03\x04", package(PARTS).getvalue()[:200]])
def test_what_is_no_package_is_told_in_a_sentence(data):
    with pytest.raises(ValidationError, match="cannot be opened"):
        clean_package(BytesIO(data), name="rights.docx")


def test_a_package_that_unpacks_to_more_than_it_may_is_told_and_not_unpacked(monkeypatch):
    monkeypatch.setattr(papers, "MOST_BYTES", 1_000_000)
    for parts in ({"a.bin": "0" * 1_000_001}, {f"{n}.bin": "0" * 300_000 for n in range(4)}):
        with pytest.raises(ValidationError, match="too big"):
            clean_package(package(parts), name="rights.docx")
    monkeypatch.setattr(papers, "MOST_PARTS", 3)
    with pytest.raises(ValidationError, match="too big"):
        clean_package(package({f"{n}.xml": "" for n in range(4)}), name="rights.docx")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/documents/add/", "/admin/documents/multiple/add/"])
def test_whichever_form_takes_a_file_takes_the_names_out_and_plain_text_as_it_is(
    ground, admin_client, settings, address
):
    for name, data in (("rights.docx", package(PARTS).getvalue()), ("rights.txt", NAME.encode())):
        field = "files[]" if "multiple" in address else "file"
        admin_client.post(address, {"title": name, field: SimpleUploadedFile(name, data)})
        document = get_document_model().objects.latest("pk")
        with document.open_file() as kept:
            stored = kept.read()
        if name.endswith("txt"):
            assert stored == data
        else:
            with ZipFile(BytesIO(stored)) as clean:
                assert NAME.encode() not in clean.read("docProps/core.xml")
