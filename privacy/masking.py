"""Contact data as staff see them until they ask for more (PRIVACY §4.6)."""

import unicodedata

DOTS = "•••"
LONGEST_NAME = 30


def _first(text: str) -> str:
    return text[:1]


def mask_address(address: str) -> str:
    """``m•••@g•••.org``: first letters and the last label, whatever the lengths were."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return DOTS if address else ""
    name, dot, ending = domain.rpartition(".")
    shown = f"{_first(name)}{DOTS}.{ending}" if dot else DOTS
    return f"{_first(local)}{DOTS}@{shown}"


def mask_name(given: str, family: str = "") -> str:
    """``María L.``: the first name and one initial, also where all of it was typed into one field."""
    first, *more = given.split() or [""]
    # An address or a number in the wrong field is no name.
    if "@" in first:
        first = mask_address(first)
    elif any(character.isdigit() for character in first):
        first = mask_phone(first)
    initial = _first(family.strip()) or _first(more[-1] if more else "")
    return f"{first} {initial}.".strip() if initial else first


def is_plain_name(text: str) -> bool:
    """Whether nothing but a short name is in it: what is shown unread must be no link, address or slogan."""
    return 0 < len(text) <= LONGEST_NAME and all(
        unicodedata.category(character)[0] in "LM" or character in " '’-" for character in text
    )


def mask_phone(number: str) -> str:
    """``•••42``: the last two digits, or none of a number so short that they would give it away."""
    digits = [character for character in number if character.isdigit()]
    if not digits:
        return ""
    return DOTS + "".join(digits[-2:]) if len(digits) > 4 else DOTS
