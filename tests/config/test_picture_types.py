"""Pictures are given out as what their bytes are, and redrawn whoever brought them."""

import gc
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection

from config.hard import ONLY_A_FILE
from pages.photos import logo_specs, photo_specs
from tests.config.test_files import SCRIPT
from tests.site.conftest import ground  # noqa: F401  a fixture
from tests.site.factories import photo, png_with_text, svg

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.config.media_urls"),
    # Wagtail leaves the temporary files of new renditions to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO"),
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
]

ROOT = Path(__file__).resolve().parents[2]
GIF = b"GIF89a\1\0\1\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
TYPES = {".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def drawn_as(kind, name):
    """A picture of this kind, whatever the name says."""
    out = BytesIO()
    Picture.new("RGB", (600, 300), "red").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), "text/html")


TAKEN = {
    "a photo": lambda: photo(size=(600, 300)),
    "a drawing": png_with_text,
    "a WebP": lambda: drawn_as("WEBP", "poster.webp"),
}
REFUSED = {
    "a page": lambda name: SimpleUploadedFile(name, b"<!doctype html>" + SCRIPT, "image/png"),
    "a script": lambda name: SimpleUploadedFile(name, b"alert(1)", "image/png"),
    "a drawing with a script": svg,
    "a GIF": lambda name: SimpleUploadedFile(name, GIF, "image/gif"),
    "a GIF that is a script": lambda name: SimpleUploadedFile(name, b"GIF89a/*" + GIF[8:] + b"*/=1;alert(1)"),
    "a PNG in name, then a page": lambda name: SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n<html>" + SCRIPT),
    "a photo cut short": lambda name: SimpleUploadedFile(name, photo().read()[:40]),
    "an icon": lambda name: drawn_as("ICO", name),
    "a bitmap": lambda name: drawn_as("BMP", name),
    "a scan": lambda name: drawn_as("TIFF", name),
    "an AVIF": lambda name: drawn_as("AVIF", name),
}
NAMES = ("poster.png", "poster.jpg", "poster.png.html")


@pytest.fixture
def keeper(ground) -> Iterator[Client]:  # noqa: F811
    client = Client()
    client.force_login(User.objects.create_superuser("picture-keeper"))
    # What a test leaves is looked for among what is young: among all else that takes a quarter of a second.
    # Meanwhile nothing grows old, or it would be found in another test.
    gc.disable()
    yield client
    gc.collect(1)
    gc.enable()


def bring(client, file, address="/admin/images/add/"):
    form = {"title": "A poster", "description": "Red", "collection": Collection.get_first_root_node().pk}
    field = "files[]" if "multiple" in address else "file"
    return client.post(address, form | {field: file})


def given_out(client, url):
    """What a browser is told of a file, and the kind that it is in truth."""
    answer = client.get(url)
    data = b"".join(answer.streaming_content)
    answer.close()
    kind = Picture.MIME[Picture.open(BytesIO(data)).format]
    return (
        answer.status_code,
        answer["Content-Type"],
        answer["X-Content-Type-Options"],
        answer["Content-Security-Policy"],
    ), kind


@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN)
def test_a_picture_and_all_its_sizes_are_given_out_as_what_they_are(keeper, make):
    bring(keeper, make())
    image = get_image_model().objects.get()
    sizes = image.get_renditions(*photo_specs(image), *logo_specs(image), "max-165x165", "original")
    urls = [image.file.url, *(one.url for one in sizes.values())]

    for url in urls:
        said, kind = given_out(Client(), url)
        assert said == (200, kind, "nosniff", ONLY_A_FILE)
        assert kind == TYPES[Path(url).suffix]
    assert {Path(url).suffix for url in urls} >= {".avif", ".webp"}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_is_refused_under_every_name_and_by_every_form(keeper, settings, make):
    before = {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    for name in NAMES:
        for address in ("/admin/images/add/", "/admin/images/multiple/add/"):
            assert bring(keeper, make(name), address).status_code == 200

    assert get_image_model().objects.count() == 0
    # Not even parked until somebody says more about it.
    assert {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()} - before == set()


def test_nginx_gives_out_pictures_as_such_and_nothing_else_as_anything():
    """Its own table of types knows AVIF only since 1.21, and lets a page be a page."""
    nginx = (ROOT / "docs/operators/nginx.conf").read_text()
    media = nginx[nginx.index("location /media/ {") :]
    types = re.search(r"types \{(.+?)\}", media, re.DOTALL)
    said = dict(re.findall(r"(image/\w+) +([\w ]+);", types[1]))

    assert said == {"image/avif": "avif", "image/jpeg": "jpg jpeg", "image/png": "png", "image/webp": "webp"}
    assert "default_type application/octet-stream;" in media[: media.index("\n    }\n")]
