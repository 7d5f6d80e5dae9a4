"""Which names are nearly one name. All of it in memory: nothing here is written down anywhere.

The sorted-neighbourhood method: names are put in order twice, by last name and by first name, and each is
compared with the few behind it. So it costs what sorting costs, however many there are; two slips in one
name are not found, and one at its beginning only by luck.
"""

from collections.abc import Iterator
from itertools import combinations, product
from operator import itemgetter
from zlib import crc32

from supporters.searching import name_words

# More of one name in one place are namesakes, and no duplicates.
MOST_SHARING = 4
# With how many behind it a name is compared, in each order.
NEAR = 10
# A shorter word with another letter is another name.
SHORTEST_SLIP = 5
# Different names that are held at once: 60 MB, and 90 while they are put in order.
MOST_HELD = 200_000

# Where, the last name, the first name.
type Name = tuple[str, str, str]


class LikeNames:
    """Names with the keys of those who bear them, of one region; or the ``part`` of ``parts`` of them whose
    last names begin alike, where a region has more people than are held at once.
    """

    def __init__(self, *, part: int = 0, parts: int = 1) -> None:
        self._part, self._parts = part, parts
        self._held: dict[Name, list[int]] = {}

    def add(self, key: int, *, given_name: str, family_name: str, place: str = "") -> None:
        """Hold one name. One that has no last or no first name is nobody's in particular: it is left out."""
        given, family = " ".join(name_words(given_name)), " ".join(name_words(family_name))
        if not given or not family or crc32(family[:2].encode()) % self._parts != self._part:
            return
        name = (place, family, given)
        if name in self._held or len(self._held) < MOST_HELD:
            bearers = self._held.setdefault(name, [])
            # One more than are suggested tells that they are too many.
            if len(bearers) <= MOST_SHARING:
                bearers.append(key)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each two who have one name or nearly one, by key; some pairs twice."""
        rare = {name: keys for name, keys in self._held.items() if len(keys) <= MOST_SHARING}
        for keys in rare.values():
            yield from combinations(keys, 2)
        for order in (itemgetter(0, 1, 2), itemgetter(0, 2, 1)):
            names = sorted(rare, key=order)
            for at, name in enumerate(names):
                for other in names[at + 1 : at + 1 + NEAR]:
                    if is_like(name, other) and len(rare[name]) + len(rare[other]) <= MOST_SHARING:
                        yield from product(rare[name], rare[other])


def is_like(one: Name, other: Name) -> bool:
    """Whether two names of one place differ by one slip of the pen, or by a second last name.

    Another last letter of a first name makes another name: Daniel and Daniela.
    """
    (place, family, given), (other_place, other_family, other_given) = one, other
    if place != other_place:
        return False
    if given == other_given:
        return _has_more(family, other_family) or _is_slip(family, other_family)
    return family == other_family and given[-1] == other_given[-1] and _is_slip(given, other_given)


def _has_more(one: str, other: str) -> bool:
    """Whether one is the other and more words: "garcia" and "garcia lopez"."""
    short, long = sorted((one, other), key=len)
    return long.startswith(f"{short} ")


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter is another, missing or too many, or two neighbours are swapped."""
    if min(len(one), len(other)) < SHORTEST_SLIP:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == len(other) == 2 and one == other[::-1])
