"""Drawing pictures."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from pages.photos import drawn, logo_specs, photo_specs

register = template.Library()


@register.simple_tag
def photo(image: Any, sizes: str = "100vw", *, lazy: bool = True, look: str = "") -> SafeString | str:
    """A photo in several widths; ``sizes`` says how wide it is drawn, ``look`` its class. Nothing if gone."""
    if image is None:
        return ""
    attributes = {"sizes": sizes, "decoding": "async", **({"loading": "lazy"} if lazy else {})}
    if look:
        attributes["class"] = look
    return drawn(image, photo_specs(image), attributes)


@register.simple_tag
def logo(image: Any, name: str) -> SafeString | str:
    """A logo, which is read out as ``name``. Nothing where it is gone."""
    if image is None:
        return ""
    return drawn(image, logo_specs(image), {"alt": name, "loading": "lazy", "decoding": "async"})
