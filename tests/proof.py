"""Proofs: the same code at a small size in ``make test`` and at full size in ``make prove``."""

import os
from pathlib import Path

from django.db import connection


def proof_size(small: int, full: int) -> int:
    """The number of cases to try: ``full`` when PROOF_SIZE=full."""
    return full if os.environ.get("PROOF_SIZE") == "full" else small


def record_figure(subject: str, figure: object) -> None:
    """Print a figure; in ``make prove`` it also becomes a line of docs/proofs.md (PROOF_FIGURES)."""
    line = f"| {subject} | {connection.vendor} | {figure} |\n"
    print(line, end="")
    if path := os.environ.get("PROOF_FIGURES"):
        with Path(path).open("a") as figures:
            figures.write(line)
