"""Contact data as staff see them until they ask for more (PRIVACY §4.6)."""

DOTS = "•••"


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
    """``María L.``: the first name and one initial."""
    initial = _first(family.strip())
    return f"{given.strip()} {initial}.".strip() if initial else given.strip()


def mask_phone(number: str) -> str:
    """``•••42``: the last two digits, or none of a number so short that they would give it away."""
    digits = [character for character in number if character.isdigit()]
    if not digits:
        return ""
    return DOTS + "".join(digits[-2:]) if len(digits) > 4 else DOTS
