"""Pictures and pages for the tests of the ready-made site."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

CANARY = "canary-serial-4711"


def photo(name="IMG_20260101_ada.jpg", *, size=(40, 20), orientation=1):
    """A JPEG as a phone writes it: maker, serial number, minute and place; red on its left half."""
    picture = Picture.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Picture.Exif()
    exif[0x010F] = CANARY
    exif[0x0112] = orientation
    exif[0x0132] = "2026:01:01 12:34:56"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(37), IFDRational(52), IFDRational(1872, 100))
    gps[3], gps[4] = "W", (IFDRational(122), IFDRational(16), IFDRational(960, 100))
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95, comment=CANARY.encode(), icc_profile=_profile())
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def png_with_text(name="plan.png"):
    """A PNG with a half transparent pixel and a text chunk."""
    notes = PngInfo()
    notes.add_text("Author", CANARY)
    out = BytesIO()
    Picture.new("RGBA", (8, 8), (255, 0, 0, 128)).save(out, "PNG", pnginfo=notes)
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def svg(name="logo.svg"):
    """A drawing that would run a script."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
    return SimpleUploadedFile(name, drawing, "image/svg+xml")


def _profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
