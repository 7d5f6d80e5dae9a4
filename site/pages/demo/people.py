"""Who signs in the demo: as varied as people are, and the same each time. All of them are called Demo."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

FAMILY_NAME = "Demo"
GIVEN_NAMES = (
    "Abena", "Ahmed", "Alma", "Amara", "Ana", "Andrés", "Aisha", "Beatriz", "Ben", "Camila", "Carlos",
    "Daniel", "Diego", "Elena", "Emeka", "Fatima", "Gabriela", "Grace", "Hana", "Ignacio", "Imani", "Isabel",
    "Jamal", "Jin", "Jorge", "Julia", "Kai", "Lan", "Leila", "Lucía", "Luis", "Malik", "Maribel", "Mateo",
    "Miguel", "Nadia", "Noor", "Omar", "Paloma", "Priya", "Quinn", "Rafael", "Rosa", "Sam", "Sofía", "Tomás",
    "Uma", "Valeria", "Wei", "Ximena", "Yusuf", "Zoe",
)  # fmt: skip
# Postal codes and how many of a hundred live there: most at home, some all over the country.
_POSTAL_CODES = {
    "94704": 13, "94601": 11, "94110": 9, "95112": 7, "90012": 6, "92105": 4, "10001": 6, "11372": 5,
    "60601": 4, "60623": 4, "77002": 4, "78702": 4, "98101": 4, "80202": 3, "02139": 3, "27701": 3,
    "85003": 3, "30303": 2, "48126": 2, "97209": 2, "19140": 1,
}  # fmt: skip
_LANGUAGES = {"en": 63, "es": 37}
# What stands on the links they came by; many came by none.
_SOURCES = {
    "": 34, "share-whatsapp": 19, "flyer-campus": 15, "mail-after": 11, "flyer-market": 8, "share-email": 6,
    "rally-may": 4, "partner-letter": 3,
}  # fmt: skip


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whom nobody is."""

    given_name: str
    postal_code: str
    language: str
    source: str
    # As many of the demo's tags fit.
    tags: int


def demo_people(prefix: str) -> Iterator[DemoPerson]:
    """One after the other, without end; of one ``prefix`` always the same."""
    # Nothing here is a secret: it is drawn so that each demo is the same.
    draw = Random(prefix)  # noqa: S311
    while True:
        yield DemoPerson(
            given_name=draw.choice(GIVEN_NAMES),
            postal_code=_drawn(draw, _POSTAL_CODES),
            language=_drawn(draw, _LANGUAGES),
            source=_drawn(draw, _SOURCES),
            tags=draw.choice((0, 0, 0, 1, 1, 2)),
        )


def _drawn(draw: Random, shares: dict[str, int]) -> str:
    return draw.choices([*shares], weights=[*shares.values()])[0]
