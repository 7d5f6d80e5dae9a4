"""Reports opened for a moderator."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.models import Report
from privacy.sealing import unseal_many


@dataclass(frozen=True, slots=True)
class ReadReport[Row: Report]:
    report: Row
    text: str


def read_reports[Row: Report](reports: Sequence[Row]) -> list[ReadReport[Row]]:
    """Open these. One keystore query for 500."""
    opened = unseal_many(reports, skip_unreadable=True)
    return [
        ReadReport(row, said.text if said is not None else "")
        for row, said in zip(reports, opened, strict=True)
    ]
