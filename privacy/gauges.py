"""Numbers on how the site is doing, for whoever watches it: a registry filled in ``AppConfig.ready()``.

    def read_queue() -> Iterator[Reading]:
        yield Reading("letters", "Letters by where they stand.", in_tens(waiting), {"state": "waiting"})

    register_gauges("outbox", read_queue)

They are read from the database when they are asked for, so every process tells the same. A number of
people, or of what people did, is told in full tens (``privacy.tens``): who watches closely must not see
a single one come or go. A label's value is a word of the code, never of a person or a row.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from privacy.registry import register_once

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """One number. ``name`` without the product's name in front, with its unit at the end (``_seconds``)."""

    name: str
    says: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


type Source = Callable[[], Iterable[Reading]]

_sources: dict[str, Source] = {}


def register_gauges(name: str, source: Source) -> None:
    """Have ``source()`` read its numbers each time they are asked for: few queries, however many rows."""
    register_once(_sources, name, source, what="source of gauges")


def readings() -> Iterator[Reading]:
    """Every number, and ``readable`` for each source: 0 for one that failed, which keeps no other back."""
    for name, source in sorted(_sources.items()):
        try:
            found = list(source())
        except Exception as failure:  # noqa: BLE001 (a database that is down has numbers to be missed)
            logger.error("The numbers of %s cannot be read (%s).", name, type(failure).__name__)
            found = []
            is_readable = 0
        else:
            is_readable = 1
        yield from found
        yield Reading(
            "readable", "1 where the numbers of this part could be read.", is_readable, {"of": name}
        )
