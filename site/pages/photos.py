"""Pictures in the sizes and formats that browsers choose from."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, Picture, SourceImageIOError

# AVIF where it is known, else WebP, which every browser has known since 2020.
FORMATS = ("avif", "webp")
# Of a photo, in pixels: a phone, a column, a column on a fine screen.
WIDTHS = (480, 960, 1440)
# Of a logo, twice the height at which it is drawn.
LOGO = "max-320x112"


def photo_specs(image: AbstractImage) -> list[str]:
    """The renditions of a photo: never wider than it is, and no width twice."""
    widths = [width for width in WIDTHS if width < image.width] or [WIDTHS[0]]
    if image.width > widths[-1] and len(widths) < len(WIDTHS):
        widths.append(WIDTHS[len(widths)])
    return [f"width-{width}|format-{kind}" for kind in FORMATS for width in widths]


def logo_specs(_image: AbstractImage) -> list[str]:
    """The renditions of a logo: one size."""
    return [f"{LOGO}|format-{kind}" for kind in FORMATS]


def drawn(image: AbstractImage | None, specs: list[str], attributes: Mapping[str, Any]) -> SafeString | str:
    """A ``<picture>``; "" for an image that is gone, or whose file cannot be read any more."""
    if image is None:
        return ""
    try:
        renditions = image.get_renditions(*specs)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return ""
    tag: SafeString = Picture(renditions, dict(attributes)).__html__()
    return tag
