"""A map of the states of the union as a server can draw it: one square a state, set where it lies.

Squares of one size, for a true outline shows Wyoming and hides Rhode Island, weighs more than the rest of
the page, and cannot be pressed with a thumb. Nothing is loaded from anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.places import region_name
from campaigns.selectors import Fights
from campaigns.selectors.fights import RegionFights

COUNTRY = "US"
# Where each lies; a dot is sea, or another country.
GRID = """
AK .  .  .  .  .  .  .  .  .  ME
.  .  .  .  .  .  .  .  .  VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT .
CA UT CO NE MO KY WV VA MD DE .
.  AZ NM KS AR TN NC SC DC .  .
.  .  .  OK LA MS AL GA .  .  .
HI .  .  TX .  .  .  .  FL .  PR
"""
# Column and row of each, from the corner at the top left, in whatever direction one reads.
PLACES = {
    region: (column, row)
    for row, line in enumerate(GRID.split("\n")[1:-1])
    for column, region in enumerate(line.split())
    if region != "."
}
STEP = 40
SIDE = 36
# How many fights make which shade.
SHADES = (1, 2, 4, 7)


@dataclass(frozen=True, slots=True)
class Square:
    """One state, with where it is drawn (in units of the drawing) and what is known of it."""

    region: str
    name: str
    x: int
    y: int
    number: int
    won: int

    @property
    def shade(self) -> int:
        """0 for none, up to 4."""
        return sum(self.number >= least for least in SHADES)

    @property
    def text_x(self) -> int:
        return self.x + SIDE // 2

    @property
    def text_y(self) -> int:
        return self.y + SIDE // 2 + 5

    @property
    def words(self) -> str:
        """“California: 3 fights, 2 won”."""
        fights = ngettext("%(number)s fight", "%(number)s fights", self.number) % {"number": self.number}
        if not self.won:
            return _("%(place)s: %(fights)s") % {"place": self.name, "fights": fights}
        return _("%(place)s: %(fights)s, %(won)s won") % {
            "place": self.name,
            "fights": fights,
            "won": self.won,
        }


@dataclass(frozen=True, slots=True)
class Shade:
    """One shade: from so many fights to so many, or more."""

    number: int
    least: int
    end: int | None

    @property
    def words(self) -> str:
        """“1”, “2–3”, “7 or more”."""
        if self.end is None:
            return _("%(number)s or more") % {"number": self.least}
        return str(self.least) if self.end == self.least else f"{self.least}–{self.end}"


@dataclass(frozen=True, slots=True)
class FightsMap:
    """All squares, and those with a fight, by their names, for the table."""

    squares: Sequence[Square]
    rows: Sequence[Square]
    width: int = 11 * STEP
    height: int = 8 * STEP
    side: int = SIDE

    @property
    def key(self) -> list[Shade]:
        """What each shade means."""
        ends = [*(least - 1 for least in SHADES[1:]), None]
        return [
            Shade(number, least, end) for number, (least, end) in enumerate(zip(SHADES, ends, strict=True), 1)
        ]


def map_of(found: Fights) -> FightsMap:
    """The map of these fights. A state that is not on it stands in the table only."""
    by_region = {one.region: one for one in found.by_region(COUNTRY)}
    squares = [
        _square(region, by_region.get(region), column * STEP, row * STEP)
        for region, (column, row) in PLACES.items()
    ]
    rows = [square for square in squares if square.number]
    rows += [_square(region, one) for region, one in by_region.items() if region not in PLACES]
    return FightsMap(squares, sorted(rows, key=lambda square: square.name))


def _square(region: str, fights: RegionFights | None, x: int = 0, y: int = 0) -> Square:
    number, won = (fights.number, fights.won) if fights is not None else (0, 0)
    return Square(region, region_name(region, COUNTRY), x, y, number, won)
