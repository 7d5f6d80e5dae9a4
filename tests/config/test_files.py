"""What staff bring: pictures are drawn anew, documents are saved and never run, and neither is endless."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from config.hard import ONLY_A_FILE
from tests.config.test_headers import uploaded
from tests.proof import record_figure
from tests.site.conftest import ground  # noqa: F401  a fixture
from tests.site.factories import photo

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>document.title='ran'</script>"
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"


def bomb() -> bytes:
    """A workbook of 100 MB in 100 kB; nobody unpacks it."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 100 * 1024 * 1024)
    return data.getvalue()


DOCUMENTS = {
    "page.csv": b"a,b\n" + SCRIPT,
    "page.txt": b"<!doctype html>" + SCRIPT,
    "script.pdf": PDF,
    "both.pdf": b"<html>" + SCRIPT + PDF,
    "drawing.txt": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "cells.csv": b'"=HYPERLINK(""https://other.example"",""x"")"\n',
    "text.odt": b"PK\x03\x04" + SCRIPT,
    "bomb.xlsx": b"",
}
REFUSED = ("page.html", "page.svg", "page.xml", "page.js", "page.pdf.html", "page.exe", "page", "page.zip")


@pytest.fixture
def keeper(ground) -> Client:  # noqa: F811
    client = Client()
    client.force_login(User.objects.create_superuser("file-keeper"))
    return client


@pytest.mark.proof
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_saved_and_never_shown_or_run(ground, client, name):  # noqa: F811
    answer = client.get(uploaded(name, DOCUMENTS[name] or bomb()))
    if answer.streaming:
        answer.close()

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == ONLY_A_FILE
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer["Content-Type"]
    assert "xml" not in answer["Content-Type"].replace("openxmlformats", "")


@pytest.mark.proof
def test_what_is_no_document_or_too_big_is_refused(keeper):
    root = Collection.get_first_root_node()
    files = dict.fromkeys(REFUSED, SCRIPT) | {"forty.pdf": b"%PDF" + b"0" * 40 * 1024 * 1024}
    for name, content in files.items():
        form = {"title": name, "collection": root.pk, "file": SimpleUploadedFile(name, content)}
        assert (name, keeper.post("/admin/documents/add/", form).status_code) == (name, 200)

    assert get_document_model().objects.count() == 0
    record_figure(
        "Uploads: polyglots, scripts, bombs, 40 MB",
        f"{len(DOCUMENTS)} documents saved as files alone, {len(files)} refused, 0 run",
    )


@pytest.mark.urls("tests.config.media_urls")
def test_a_picture_that_is_also_a_page_is_drawn_anew(keeper):
    picture = photo().read() + SCRIPT
    form = {
        "title": "Both",
        "description": "A poster",
        "collection": Collection.get_first_root_node().pk,
        "file": SimpleUploadedFile("both.jpg", picture, content_type="text/html"),
    }
    keeper.post("/admin/images/add/", form)
    stored = get_image_model().objects.get()
    with stored.file.open() as file:
        data = file.read()

    assert SCRIPT in picture
    assert SCRIPT not in data
    answer = keeper.get(f"/media/{stored.file.name}")
    answer.close()
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Security-Policy"] == ONLY_A_FILE


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn(keeper):
    data = BytesIO()
    Picture.new("1", (12_000, 12_000)).save(data, "PNG")
    form = {
        "title": "Bomb",
        "description": "Black",
        "collection": Collection.get_first_root_node().pk,
        "file": ContentFile(data.getvalue(), "bomb.png"),
    }
    assert keeper.post("/admin/images/add/", form).status_code == 200
    assert get_image_model().objects.count() == 0
