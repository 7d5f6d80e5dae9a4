"""Pictures inside office files lose what a camera wrote into them, and not one pixel."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL import ImageSequence
from wagtail.documents import get_document_model

from pages.bare_pictures import bare_picture
from pages.papers import clean_package
from tests.site.factories import CANARY, photo, png_with_text
from tests.site.test_papers import NAME, package

PLACES = {
    "docx": ("word/media/image1", "docProps/thumbnail"),
    "xlsx": ("xl/media/image1",),
    "pptx": ("ppt/media/image1",),
    "odt": ("Pictures/1000000000000", "Thumbnails/thumbnail"),
}


def webp():
    exif = Picture.Exif()
    exif[0x010F] = CANARY
    out = BytesIO()
    picture = Picture.new("RGBA", (8, 8), (255, 0, 0, 128))
    picture.save(out, "WEBP", lossless=True, exif=exif, xmp=CANARY.encode(), icc_profile=b"p" * 7)
    return out


def progressive():
    """With scans, segments between them, and a second picture behind the first."""
    out, exif = BytesIO(), Picture.Exif()
    exif[0x010F] = CANARY
    picture = Picture.linear_gradient("L").convert("CMYK").resize((64, 64))
    picture.save(out, "JPEG", progressive=True, restart_marker_rows=1, comment=CANARY, exif=exif)
    out.write(photo().read())
    return out


def gif():
    """Two pictures that are shown by turns, with what programs write beside them."""
    one, two = (Picture.new("P", (9, 7), colour) for colour in (0, 1))
    for picture in (one, two):
        picture.putpalette([10, 20, 30, 200, 100, 50])
    out = BytesIO()
    one.save(out, "GIF", save_all=True, append_images=[two], duration=[70, 130], loop=3, comment=CANARY)
    data = out.getvalue()
    # It is no block of a GIF; its end leads whoever takes it for one to the next.
    xmp = b"!\xff\x0bXMP DataXMP" + CANARY.encode() + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    behind = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    return BytesIO(data[:behind] + xmp + data[behind:] + CANARY.encode())


def jp2():
    """With the kind of box that holds words, behind its pixels."""
    out = BytesIO()
    Picture.linear_gradient("L").resize((16, 16)).save(out, "JPEG2000")
    out.write((8 + len(CANARY)).to_bytes(4) + b"xml " + CANARY.encode())
    return out


PICTURES = {
    "gif": gif,
    "jp2": jp2,
    "jpeg": photo,
    "progressive.jpeg": progressive,
    "turned.jpeg": lambda: photo(orientation=6),
    "png": png_with_text,
    "webp": webp,
}


def drawn(data):
    """What is to be seen, and how it stands."""
    picture = Picture.open(BytesIO(data))
    return picture.mode, picture.size, picture.getexif().get(0x0112, 1), picture.tobytes()


def cleaned(parts, *, name="rights.docx"):
    with ZipFile(clean_package(package(parts), name=name)) as clean:
        return {part: clean.read(part) for part in parts}


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("office", PLACES)
def test_a_picture_in_an_office_file_holds_its_pixels_and_nothing_else(office, kind):
    made = PICTURES[kind]()
    made.seek(0)
    data = made.read()
    clean = cleaned({f"{place}.{kind}": data for place in PLACES[office]}, name=f"rights.{office}")

    for bare in clean.values():
        picture = Picture.open(BytesIO(bare))
        assert CANARY.encode() in data
        assert CANARY.encode() not in bare
        assert set(picture.getexif()) <= {0x0112}
        assert "icc_profile" not in picture.info
        assert drawn(bare) == drawn(data)


def test_pictures_that_move_go_on_moving():
    before, after = (Picture.open(BytesIO(data)) for data in (gif().read(), bare_picture(gif().read())))
    seen = []
    for picture in (before, after):
        frames = [
            (one.convert("RGB").tobytes(), one.info["duration"]) for one in ImageSequence.Iterator(picture)
        ]
        seen.append((frames, picture.info["loop"]))

    assert (len(seen[0][0]), "comment" in after.info, "xmp" in after.info) == (2, False, False)
    assert seen[0] == seen[1]


def test_a_drawing_of_windows_does_not_say_what_it_was_drawn_with_nor_where_it_lay():
    said = f"Drawing\0C:/Users/{NAME}/poster.emf\0\0".encode("utf-16-le")
    numbers = [1, 100 + len(said), *[0] * 8, int.from_bytes(b" EMF", "little"), *[0] * 4, len(said) // 2, 100]
    head = b"".join(number.to_bytes(4, "little") for number in numbers).ljust(100, b"\0")
    drawing = head + said + b"what is drawn"

    assert bare_picture(drawing) == head + b"\0" * len(said) + b"what is drawn"
    nowhere = head[:64] + (9_000).to_bytes(4, "little") + head[68:]
    with pytest.raises(ValidationError, match="Insert it anew"):
        bare_picture(nowhere)


def test_a_picture_is_known_by_its_bytes_whatever_its_name():
    clean = cleaned({"word/media/image1.bin": photo().read()})

    assert CANARY.encode() not in clean["word/media/image1.bin"]


def test_a_picture_that_was_cut_short_is_cleaned_as_far_as_it_goes():
    data = photo(size=(400, 200)).read()[:-100]
    bare = cleaned({"word/media/image1.jpeg": data})["word/media/image1.jpeg"]

    assert (CANARY.encode() in bare, bare[-2:]) == (False, b"\xff\xd9")


@pytest.mark.parametrize("make", [photo, png_with_text, webp, gif])
def test_wherever_a_picture_ends_nothing_of_its_metadata_is_kept(make):
    made = make()
    made.seek(0)
    data = made.read()
    kept = []
    for end in range(12, len(data)):
        with suppress(ValidationError):
            kept += [end] if CANARY.encode()[:8] in bare_picture(data[:end]) else []

    assert kept == []


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe1\xff",
        b"\xff\xd8\xff\xe1\xff\xff cut",
        b"\xff\xd8\xff\x01nothing",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\xffIHDR",
        b"\x89PNG\r\n\x1a\n\x00",
        b"RIFF\x00\x00\x00\x00WEBPVP8 \xff\xff\xff\x00",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xfe\xff cut",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00nothing",
        b"II*\x00" + CANARY.encode(),
        b"MM\x00*" + CANARY.encode(),
        b"\x00\x00\x00\x18ftypheic" + CANARY.encode(),
    ],
)
def test_a_picture_that_cannot_be_cleaned_is_told_and_not_kept(data):
    with pytest.raises(ValidationError, match="Insert it anew"):
        cleaned({"word/media/image1.jpeg": data})


def test_a_file_inside_the_file_is_cleaned_too():
    """A chart in a slide brings its table along, with the names of who wrote that."""
    table = package(
        {"docProps/core.xml": f"<dc:creator>{NAME}</dc:creator>", "xl/media/image1.jpeg": photo().read()}
    )
    inside = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
    clean = cleaned({inside: table.read()}, name="talk.pptx")

    with ZipFile(BytesIO(clean[inside])) as packed:
        assert packed.read("docProps/core.xml") == b"<dc:creator></dc:creator>"
        assert CANARY.encode() not in packed.read("xl/media/image1.jpeg")


def test_files_inside_files_without_end_are_told():
    inner = package({"docProps/core.xml": f"<dc:creator>{NAME}</dc:creator>"}).read()
    for _ in range(9):
        inner = package({"word/embeddings/one.docx": inner}).read()

    with pytest.raises(ValidationError, match="too big"):
        clean_package(BytesIO(inner), name="rights.docx")


def test_a_drawing_forgets_where_it_was_saved_and_by_whom():
    drawing = (
        f'<svg sodipodi:docname="{NAME}.svg" inkscape:export-filename="/home/{NAME}/a.png" width="9">'
        f"<metadata><dc:creator><cc:Agent><dc:title>{NAME}</dc:title></cc:Agent></dc:creator></metadata>"
        '<path d="M0 0"/></svg>'
    )
    clean = cleaned({"word/media/image1.svg": drawing})

    assert clean["word/media/image1.svg"].decode() == (
        '<svg sodipodi:docname="" inkscape:export-filename="" width="9"><path d="M0 0"/></svg>'
    )


@pytest.mark.django_db
def test_the_form_of_the_admin_stores_no_place_where_a_photo_was_taken(ground, admin_client):
    data = package({"word/media/image1.jpeg": photo().read()}).read()
    admin_client.post("/admin/documents/add/", {"title": "x", "file": SimpleUploadedFile("x.docx", data)})

    with get_document_model().objects.get().open_file() as kept, ZipFile(kept) as stored:
        assert CANARY.encode() not in stored.read("word/media/image1.jpeg")
