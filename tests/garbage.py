"""Python's search for garbage, made seldom."""

import gc


def collect_seldom() -> None:
    """Never look among what is loaded by now, and seldom elsewhere.

    Django's registries are made of cycles: the search is a third of the time of a migration, and a
    twentieth of that of most tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
