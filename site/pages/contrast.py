"""Contrast between two colours, as WCAG 2.2 measures it.

Colours are ``#rrggbb`` strings. The grounds are those of ``static/site/css/tokens.css``; a test
keeps both equal. The accent is that of a site which chose none.
"""

import re

DEFAULT_ACCENT = "#d42a1e"
LIGHT_GROUND = "#fdfcf7"
DARK_GROUND = "#131316"
# Pure black: with anything lighter some middle shades would reach neither.
BLACK = "#000000"
WHITE = "#ffffff"

# WCAG 1.4.11 for parts that carry meaning (the bar, edges, big headlines) and 1.4.3 for text.
PART_RATIO = 3.0
TEXT_RATIO = 4.5

_HEX = re.compile(r"#[0-9a-f]{6}")


def is_colour(value: str) -> bool:
    """Whether ``value`` is a colour in the one spelling we keep: ``#`` and six lower-case digits."""
    return _HEX.fullmatch(value) is not None


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1.0 (none) to 21.0 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on ``colour``; the better one is never below 4.5."""
    return max(WHITE, BLACK, key=lambda ink: ratio(ink, colour))


def readable(colour: str, ground: str, at_least: float = TEXT_RATIO) -> str:
    """``colour`` moved towards black or white just as far as it takes to be read on ``ground``."""
    end = text_on(ground)
    for step in range(101):
        shade = _mix(colour, end, step / 100)
        if ratio(shade, ground) >= at_least:
            return shade
    return end


def serves_both_modes(colour: str) -> bool:
    """Whether bars, edges and big headlines in ``colour`` stand out in light and in dark mode."""
    return min(ratio(colour, LIGHT_GROUND), ratio(colour, DARK_GROUND)) >= PART_RATIO


def nearest_serving(colour: str) -> str:
    """The closest shade of ``colour`` that serves both modes."""
    if serves_both_modes(colour):
        return colour
    for ground in (LIGHT_GROUND, DARK_GROUND):
        shade = readable(colour, ground, PART_RATIO)
        if serves_both_modes(shade):
            return shade
    return DEFAULT_ACCENT


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _mix(colour: str, end: str, share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(colour), _channels(end), strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)
