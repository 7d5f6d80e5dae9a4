"""What is told of few people: nothing, and of many in a way that tells of no few. A leaf."""

# No group of fewer is told to anybody (PRIVACY §4.3).
SMALLEST_GROUP = 10


def in_tens(number: int) -> int:
    """At least so many: full tens, so that nobody sees a single one come or go. 0 below ten."""
    return number - number % SMALLEST_GROUP


def without_small_rest[Key](
    told: list[tuple[Key, int]], *, of: int, least: int = SMALLEST_GROUP
) -> list[tuple[Key, int]]:
    """Without as many of the last, and smallest, as it takes, until the rest of all is nobody or ``least``.

    Else "all but one of you" would be told by subtracting. ``told`` has the largest first.
    """
    kept = list(told)
    while kept and 0 < of - sum(number for _key, number in kept) < least:
        kept.pop()
    return kept
