"""Where events are, roughly: for "near me", which is worked out in the visitor's browser. A leaf.

Coordinates of the first three digits of a ZIP code, else of the state: never of a building. The data and
its licence are in ``static/events``, for the browser reads the same file.
"""

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "static" / "events" / "zip3.json"

type Coordinates = tuple[float, float]


@cache
def _data() -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


def coordinates_of(*, postal_code: str, region: str, country: str) -> tuple[Coordinates | None, bool]:
    """Latitude and longitude in degrees, and whether they are of a ZIP prefix and not of a whole state.

    None outside of the United States, and where neither is known.
    """
    if country not in ("", "US"):
        return None, False
    if postal_code[:3] in _data()["prefixes"]:
        latitude, longitude = _data()["prefixes"][postal_code[:3]]
        return (latitude, longitude), True
    if region in _data()["regions"]:
        latitude, longitude = _data()["regions"][region]
        return (latitude, longitude), False
    return None, False
