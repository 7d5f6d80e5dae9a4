"""Codes of countries and regions, from what people write: “us”, “USA” and “Estados Unidos” are US."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import override

from campaigns.exceptions import UnknownPlace
from privacy.words import fold
from supporters.countries import NAMES

PLACES = Path(__file__).parent / "data" / "places.json"
# The part of a code of ISO 3166-2 behind the country.
_REGION_CODE = re.compile(r"[A-Z0-9]{1,3}")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(PLACES.read_text(encoding="utf-8"))
    return data


@cache
def _countries() -> dict[str, str]:
    codes = {fold(code): code for code in _data()["countries"]}
    for language in ("en", "es"):
        with override(language):
            codes |= {fold(str(name)): code for code, name in NAMES.items()}
    for code, names in _data()["called"].items():
        codes |= {fold(name): code for name in names}
    return codes


@cache
def _regions(country: str) -> dict[str, str]:
    """Every way to write a region of ``country``; empty where its regions are not known here."""
    regions = _data()["regions"].get(country, {})
    named = {fold(name): code for code, names in regions.items() for name in names}
    return named | {fold(code): code for code in regions}


@lru_cache(maxsize=1024)
def country_of(written: str) -> str:
    """The two letters of a country written as a code or a name. Raises UnknownPlace."""
    code = _countries().get(fold(written))
    if code is None:
        raise UnknownPlace
    return code


@lru_cache(maxsize=1024)
def region_of(written: str, country: str) -> str:
    """The code of a region of ``country``, given as two letters; '' for ''. Raises UnknownPlace.

    In the United States, Canada and Mexico it must be one there is. Elsewhere anything that has the form of
    a code of ISO 3166-2 is taken.
    """
    if not written:
        return ""
    # "US-CA" is the whole code.
    code = written.upper().removeprefix(f"{country}-").strip()
    known = _regions(country)
    if known:
        if (found := known.get(fold(code))) is None:
            raise UnknownPlace
        return found
    if _REGION_CODE.fullmatch(code) is None:
        raise UnknownPlace
    return code


def region_name(code: str, country: str) -> str:
    """What a region of ``country`` is called there; its code where no name is known here."""
    names: list[str] = _data()["regions"].get(country, {}).get(code, [code])
    return names[0]


def region_example(country: str) -> str:
    """A code of a region of ``country`` to be shown; '' where none is known here."""
    return next(iter(_data()["regions"].get(country, ())), "")
