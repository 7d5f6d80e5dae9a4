"""The doctor's question after the sheet: whether there is one, and whether anybody still finds it."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.development import is_development
from privacy.doctor import Complaint
from privacy.enums import Note
from privacy.notes import read_note

A_YEAR = timedelta(days=365)


def sheet_complaints() -> Iterator[Complaint]:
    """Never typed back: a fault. Not for a year: find it. A development machine needs none."""
    if is_development():
        return
    typed = read_note(Note.RECOVERY_SHEET)
    if typed is None:
        yield Complaint(
            _(
                "Nobody has said that the recovery sheet is on paper: if this machine is lost, "
                "everything is. Run: "
                "manage.py recovery_sheet"
            )
        )
    elif timezone.now() - typed > A_YEAR:
        yield Complaint(
            _(
                "The recovery sheet was last looked at more than a year ago. Find both copies, and run: "
                "manage.py recovery_sheet --check"
            ),
            is_fault=False,
        )
