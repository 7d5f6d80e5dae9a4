"""How many came by a partner's pages, for staff: in full tens, so that nobody sees a single one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.models import EmbeddedForm
from privacy.tens import in_tens


@dataclass(frozen=True, slots=True)
class EmbedTally:
    """One embedded form and how many counted deeds came by it, in full tens; None below ten."""

    embed: Any
    number: int | None
    has_origins: bool


def tallies_of(embeds: Iterable[EmbeddedForm], by_source: Mapping[str, int]) -> list[EmbedTally]:
    """Those of ``selectors.with_origins()``; ``by_source`` says how many came by each source."""
    return [
        EmbedTally(
            embed,
            in_tens(by_source.get(embed.source, 0)) or None,
            embed.has_origins,  # type: ignore[attr-defined]
        )
        for embed in embeds
    ]
