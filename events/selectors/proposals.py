"""What visitors would like to host, as moderators read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from events.homes import marks_of
from events.models import Proposal, ProposedEvent
from privacy.sealing import unseal_many


@dataclass(frozen=True, slots=True)
class ReadProposal:
    """One proposal in clear, but for the address of who wrote it; ``said`` is None where nothing is left."""

    proposal: Proposal
    said: ProposedEvent | None
    starts: datetime | None = None
    ends: datetime | None = None
    # Why it should be read twice.
    marks: list[str | Promise] = field(default_factory=list)


def read_proposals(proposals: Sequence[Proposal]) -> list[ReadProposal]:
    """What was typed in each, with what stands out. One keystore query."""
    found = []
    for row, said in zip(proposals, unseal_many(proposals, skip_unreadable=True), strict=True):
        if said is None:
            found.append(ReadProposal(row, None))
            continue
        found.append(
            ReadProposal(
                row,
                said,
                starts=datetime.fromisoformat(said.local_start),
                ends=datetime.fromisoformat(said.local_end),
                marks=marks_of(place=[said.venue, said.address], words=[said.title, said.words]),
            )
        )
    return found
