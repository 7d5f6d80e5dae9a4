"""One spelling for who is named on a slip of paper without an address. A leaf."""

import re
import unicodedata

US_LONG = re.compile(r"[0-9]{5}-?[0-9]{4}", re.ASCII)


def canonical_slip(*, given_name: str, family_name: str, postal_code: str) -> str:
    """Name and postal code in one spelling: no accents, capitals, signs or spaces tell two slips apart.

    Only for a mark of its own domain: it is never compared with an address. Idempotent on its parts.
    """
    # A person may write the four digits behind an American code once and leave them out another time.
    code = postal_code.strip()
    code = code[:5] if US_LONG.fullmatch(code) else code
    return f"{_letters(f'{given_name} {family_name}')}\n{_letters(code).replace(' ', '')}"


def _letters(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(sign for sign in taken_apart if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())
