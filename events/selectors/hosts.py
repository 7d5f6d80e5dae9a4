"""Private links of hosts: which event a token opens, and what its host sees of each date."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from events.enums import AttendanceState
from events.exceptions import LinkEnded
from events.models import HOST_AFTER, Attendance, Event, HostLink, Occurrence
from events.selectors.roster import MaskedGuest, masked_guests
from privacy.exceptions import LinkExpired
from privacy.links import Purpose, read_link_token

# So many wait on one page; the next ones come when these are decided on.
MOST_WAITING = 50


def host_link(token: str) -> HostLink:
    """The link of this token, with its event. One query.

    Raises LinkBroken for whatever we did not sign, LinkEnded for what was ended or is over.
    """
    try:
        link = read_link_token(token, Purpose.HOST)
    except LinkExpired:
        raise LinkEnded from None
    found = HostLink.objects.live().select_related("event__campaign").filter(public_id=link.ref).first()
    if found is None:
        raise LinkEnded
    return found


def hosts_of(event: Event) -> QuerySet[HostLink]:
    """The links to one event that still open something, the newest first."""
    return HostLink.objects.live().filter(event=event).order_by("-pk")


def hosted_dates(event: Event) -> QuerySet[Occurrence]:
    """Its dates until 24 hours after their end, with how many sign-ups stand where."""
    rows = Occurrence.objects.filter(event=event, ends__gt=timezone.now() - HOST_AFTER, shredded_on=None)
    attendances = Q(attendances__is_quarantined=False)
    pending = attendances & Q(attendances__state=AttendanceState.PENDING, attendances__is_confirmed=True)
    waiting = attendances & Q(attendances__state=AttendanceState.WAITLISTED)
    numbers = {
        "undecided": Count("attendances", filter=pending),
        "waiting": Count("attendances", filter=waiting),
    }
    return rows.select_related("event").annotate(**numbers).order_by("starts", "pk")


def hosted_date(event: Event, public_id: UUID) -> Occurrence:
    """One of them. Raises LinkEnded for a date of another event, and one that is long over."""
    found = hosted_dates(event).filter(public_id=public_id).first()
    if found is None:
        raise LinkEnded
    return found


@dataclass(frozen=True, repr=False)
class Undecided:
    """A sign-up that waits for the organizers, masked: by alias alone where the date is guarded."""

    public_id: UUID
    guest: MaskedGuest
    places: int
    shift: str


def undecided_of(occurrence: Occurrence) -> list[Undecided]:
    """Those who wait for a yes or a no, the oldest first, 50 at most; three queries whatever their number."""
    rows: Sequence[Attendance] = list(
        Attendance.objects.filter(
            occurrence=occurrence,
            state=AttendanceState.PENDING,
            is_confirmed=True,
            is_quarantined=False,
        )
        .select_related("shift")
        .order_by("pk")[:MOST_WAITING]
    )
    guests = masked_guests(occurrence, rows)
    return [
        Undecided(row.public_id, guest, row.places, str(row.shift) if row.shift is not None else "")
        for row, guest in zip(rows, guests, strict=True)
    ]
