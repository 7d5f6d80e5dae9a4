"""An uploaded picture keeps its pixels and nothing else."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from wagtail.images.forms import get_image_form
from wagtail.images.models import Filter
from wagtail.models import Collection

from pages.forms import CampaignImageForm
from pages.models import CampaignImage
from pages.pictures import LONGEST_EDGE, clean_picture
from tests.site.factories import CANARY, photo, png_with_text, svg


def upload(file, **fields):
    """Fill in the form of Wagtail's admin."""
    data = {
        "title": "A poster",
        "description": "A red poster",
        "collection": Collection.get_first_root_node().pk,
    }
    return get_image_form(CampaignImage)(data | fields, {"file": file})


def test_the_photo_of_the_factory_says_who_when_and_where():
    raw = photo().read()

    assert CANARY.encode() in raw
    assert Picture.open(BytesIO(raw)).getexif().get_ifd(0x8825) != {}


@pytest.mark.parametrize("make", [photo, png_with_text])
def test_a_clean_picture_holds_no_metadata(make):
    clean = clean_picture(make())
    raw = clean.read()
    picture = Picture.open(BytesIO(raw))

    assert CANARY.encode() not in raw
    assert (dict(picture.getexif()), "icc_profile" in picture.info) == ({}, False)


def test_a_clean_picture_forgets_the_name_of_the_file():
    assert "zoe" not in clean_picture(photo("zoe-at-home.jpg")).name


def test_a_picture_taken_sideways_stands_upright():
    clean = clean_picture(photo(size=(40, 20), orientation=6))
    picture = Picture.open(clean)

    assert picture.size == (20, 40)
    # Turned right by a quarter, the left half is on top.
    top = picture.getpixel((10, 5))
    assert top[0] > 200
    assert top[1] < 60


def test_of_a_photo_with_a_second_one_behind_it_the_first_stays():
    """As phones write them: a portrait with its depth, or the moment before."""
    out, first = BytesIO(), Picture.new("RGB", (40, 30), "red")
    first.save(out, "MPO", save_all=True, append_images=[Picture.new("RGB", (40, 30), "blue")])
    clean = clean_picture(SimpleUploadedFile("portrait.jpg", out.getvalue()))
    picture = Picture.open(clean)

    assert (picture.format, picture.size, getattr(picture, "n_frames", 1)) == ("JPEG", (40, 30), 1)
    assert picture.getpixel((20, 15))[0] > 200


def test_transparency_stays():
    picture = Picture.open(clean_picture(png_with_text()))

    assert picture.getpixel((0, 0)) == (255, 0, 0, 128)


def test_a_big_picture_becomes_smaller():
    picture = Picture.open(clean_picture(photo(size=(LONGEST_EDGE + 400, 100))))

    assert picture.width == LONGEST_EDGE


@pytest.mark.parametrize(
    "file",
    [
        svg(),
        svg("renamed.png"),
        SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 cut short"),
        SimpleUploadedFile("empty.png", b""),
        SimpleUploadedFile("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
    ],
    ids=lambda file: file.name,
)
def test_what_is_no_picture_we_take_is_refused(file):
    with pytest.raises(ValidationError):
        clean_picture(file)


@pytest.mark.usefixtures("ground")
def test_the_form_of_the_admin_stores_clean_bytes_and_their_own_size():
    form = upload(photo(orientation=6))
    assert form.is_valid(), form.errors
    image = form.save()

    with image.file.open() as stored:
        raw = stored.read()
    assert CANARY.encode() not in raw
    assert (image.width, image.height, image.file_size) == (20, 40, len(raw))


@pytest.mark.usefixtures("ground")
def test_a_picture_saved_without_any_form_is_cleaned_too():
    image = CampaignImage.objects.create(title="From a shell", file=photo())

    with image.file.open() as stored:
        assert CANARY.encode() not in stored.read()


@pytest.mark.usefixtures("ground")
def test_a_rendition_holds_no_metadata():
    image = CampaignImage.objects.create(title="A poster", file=photo())

    with image.generate_rendition_file(Filter("width-10")) as rendition:
        assert CANARY.encode() not in rendition.read()


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/admin/images/multiple/add/", "where, when and with what it was taken"),
        ("/admin/images/add/", "where, when and with what it was taken"),
        ("/admin/images/chooser/", "where, when and with what it was taken"),
        ("/admin/documents/multiple/add/", "lose the names of who wrote and changed them"),
        ("/admin/documents/add/", "lose the names of who wrote and changed them"),
        ("/admin/documents/chooser/", "lose the names of who wrote and changed them"),
    ],
)
def test_where_a_file_is_uploaded_it_says_what_is_taken_out_of_it(admin_client, path, said):
    assert admin_client.get(path).text.count(said) == 1


@pytest.mark.usefixtures("ground")
def test_an_svg_is_refused_by_the_form():
    assert "file" in upload(svg()).errors


@pytest.mark.usefixtures("ground")
def test_a_picture_without_a_description_is_refused():
    assert list(upload(photo(), description="").errors) == ["description"]


@pytest.mark.usefixtures("ground")
def test_the_first_step_of_the_multiple_upload_parks_no_raw_file(admin_client, settings):
    """It sends no description; were it refused, Wagtail would keep the file as it came."""
    answer = admin_client.post("/admin/images/multiple/add/", {"title": "x", "files[]": photo()})

    assert answer.json()["success"] is True
    assert CampaignImage.objects.count() == 1
    kept = [
        path
        for path in settings.MEDIA_ROOT.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    assert kept == []


@pytest.mark.usefixtures("ground")
def test_the_description_alone_is_read_aloud():
    assert CampaignImage(title="IMG_4711", description="").default_alt_text == ""
    assert CampaignImage(title="IMG_4711", description="A red poster").default_alt_text == "A red poster"


def test_the_form_is_the_one_wagtail_uses():
    assert issubclass(get_image_form(CampaignImage), CampaignImageForm)
