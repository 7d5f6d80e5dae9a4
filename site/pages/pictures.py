"""Making an uploaded picture safe to publish.

A phone writes the place, the minute and its own serial number into every photo, and Wagtail
serves originals as they came. So no uploaded byte is kept: the pixels are drawn anew and the
name is drawn by lot.
"""

from io import BytesIO
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageCms, ImageOps

# Format to (extension, how it is written). No GIF (moves), no SVG (runs scripts), nothing rarer.
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": (".jpg", {"quality": 88, "optimize": True, "progressive": True}),
    "PNG": (".png", {"optimize": True}),
    "WEBP": (".webp", {"quality": 88, "method": 4}),
}
# Phones put a second picture (depth, the moment before) behind the first of a JPEG; it is dropped.
SAME_AS = {"MPO": "JPEG"}
LONGEST_EDGE = 2560
MOST_PIXELS = 60_000_000
_SRGB = ImageCms.createProfile("sRGB")


class CleanPicture(ContentFile):
    """The bytes of a picture that ``clean_picture()`` has drawn anew."""


def clean_picture(file: IO[bytes]) -> CleanPicture:
    """Return the picture in ``file`` without metadata, upright, in sRGB, 2560 px at most.

    Raises ``ValidationError`` for whatever is not a JPEG, PNG or WebP picture of sensible size.
    """
    if isinstance(file, CleanPicture):
        return file
    try:
        file.seek(0)
        opened = Picture.open(file, formats=list(FORMATS))
        if opened.width * opened.height > MOST_PIXELS:
            raise ValidationError(_("This picture is too big. Save it smaller and upload it again."))
        written_as = SAME_AS.get(str(opened.format), str(opened.format))
        picture = _in_srgb(ImageOps.exif_transpose(opened), keeps_alpha=written_as != "JPEG")
        picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Picture.Resampling.LANCZOS)
        bare = Picture.new(picture.mode, picture.size)
        bare.paste(picture)
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError) as error:
        raise no_picture() from error
    extension, how = FORMATS[written_as]
    out = BytesIO()
    bare.save(out, written_as, **how)
    return CleanPicture(out.getvalue(), name=f"{uuid4().hex}{extension}")


def no_picture() -> ValidationError:
    """What is said of a file that is none."""
    return ValidationError(_("This is not a picture we can use. Save it as JPG, PNG or WebP."))


def _in_srgb(picture: Picture.Image, *, keeps_alpha: bool) -> Picture.Image:
    """The picture in plain 8-bit sRGB; a colour profile can name a device, so it is used and dropped."""
    has_alpha = keeps_alpha and (picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info)
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB") or picture.convert(
                "RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            # A broken profile says nothing about the pixels; they are taken as sRGB.
            return picture.convert("RGB")
    return picture.convert("RGBA" if has_alpha else "RGB")
