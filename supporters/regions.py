"""The region (state, territory) that the first part of a postal code gives."""

from functools import cache
from pathlib import Path

_US_PREFIXES = Path(__file__).parent / "data" / "us_zip3.txt"


@cache
def _us_prefixes() -> dict[str, str]:
    regions: dict[str, str] = {}
    for line in _US_PREFIXES.read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            first, last, region = line.split()
            regions |= {f"{prefix:03}": region for prefix in range(int(first), int(last) + 1)}
    return regions


def region_of(postal_code: str, country: str) -> str:
    """Return the two-letter region of a postal code, '' where the code does not tell.

    ``country`` is ISO 3166-1 alpha-2. Only United States codes are read (12345 or
    12345-6789); every other country gives ''.
    """
    code = postal_code.strip()
    if country.upper() != "US" or not (code.isascii() and code[:5].isdigit()):
        return ""
    if len(code) != 5 and not (len(code) == 10 and code[5] == "-" and code[6:].isdigit()):
        return ""
    return _us_prefixes().get(code[:3], "")


@cache
def known_regions() -> tuple[str, ...]:
    """Every region that a postal code can give, in the order of letters."""
    return tuple(sorted(set(_us_prefixes().values())))
