"""What is told of few people: nothing, and of many in a way that tells of no few. A leaf."""

from privacy.tens import SMALLEST_GROUP, in_tens

__all__ = ["SMALLEST_GROUP", "in_tens", "without_small_rest"]


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
