"""Who comes on one date, as staff see it: masked, and of guarded dates by alias alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from events.models import Attendance, Message, Occurrence, OpenAttendance, TypedAttendance
from privacy.masking import DOTS, mask_address, mask_name
from privacy.sealing import unseal_many
from supporters.selectors import details_of


@dataclass(frozen=True, slots=True)
class MaskedGuest:
    """What the roster says of one sign-up. Empty strings where nothing is (or may be) known any more.

    ``code`` is the end of the ticket code of a guarded sign-up: enough to find somebody who says theirs,
    too little to get in with.
    """

    name: str = ""
    email: str = ""
    code: str = ""


def roster_of(occurrence: Occurrence) -> QuerySet[Attendance]:
    """The sign-ups of one date, in the order they came."""
    rows = Attendance.objects.filter(occurrence=occurrence)
    return rows.select_related("shift").order_by("pk")


def masked_guests(occurrence: Occurrence, attendances: Sequence[Attendance]) -> list[MaskedGuest]:
    """What each row says, in order: one query, and two of the keystore, whatever their number."""
    for row in attendances:
        row.occurrence = occurrence
    typed = unseal_many(attendances, skip_unreadable=True)
    if occurrence.is_guarded:
        return [_guarded(said) for said in typed]
    ties = OpenAttendance.objects.filter(attendance__in=[row.pk for row in attendances])
    supporters = {tie.attendance_id: tie.supporter for tie in ties.select_related("supporter")}
    known = dict(zip(supporters, details_of(list(supporters.values())), strict=True))
    return [
        _open(known.get(row.pk) if row.pk in supporters else said)
        for row, said in zip(attendances, typed, strict=True)
    ]


def messages_about(occurrence: Occurrence) -> list[tuple[Message, str]]:
    """The newest messages about a date with their subjects, "" where it can't be read any more."""
    rows = list(Message.objects.filter(occurrence=occurrence).order_by("-pk")[:20])
    for row in rows:
        row.occurrence = occurrence
    words = unseal_many(rows, skip_unreadable=True)
    return [(row, said.subject if said is not None else "") for row, said in zip(rows, words, strict=True)]


def _guarded(said: TypedAttendance | None) -> MaskedGuest:
    if said is None:
        return MaskedGuest()
    return MaskedGuest(name=mask_name(said.alias), code=f"{DOTS}{said.code[-3:]}" if said.code else "")


def _open(said: object) -> MaskedGuest:
    if said is None:
        return MaskedGuest()
    return MaskedGuest(
        mask_name(said.given_name, said.family_name),  # type: ignore[attr-defined]
        mask_address(said.email),  # type: ignore[attr-defined]
    )
