"""The colour of posters: the site's own, where it says one."""

from collections.abc import Callable

DEFAULT_ACCENT = "#d42a1e"
BLACK, WHITE = "#000000", "#ffffff"

_sources: list[Callable[[], str]] = []


def register_accent(source: Callable[[], str]) -> None:
    """Have posters drawn in the colour that ``source`` returns as ``#rrggbb``; the last one registered."""
    _sources[:] = [source]


def accent_now() -> str:
    """The colour of posters."""
    return _sources[0]() if _sources else DEFAULT_ACCENT


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on ``#rrggbb``."""
    return WHITE if contrast(WHITE, colour) >= contrast(BLACK, colour) else BLACK


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, ``#rrggbb``, as WCAG 2.2 measures it: from 1 (none) to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


_CHANNELS = ((0.2126, 1), (0.7152, 3), (0.0722, 5))


def _luminance(colour: str) -> float:
    return sum(share * _linear(int(colour[i : i + 2], 16) / 255) for share, i in _CHANNELS)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
