"""Whose data must go when (PRIVACY §4.5): ``…_before`` says what is due, ``enforce_…`` removes it.

Every function takes a cutoff: what is of an earlier day (UTC) is due. Each may run twice. What is under the
key of a guarded date goes with it: ``shredding.py``.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Action
from events.enums import AttendanceState
from events.jobs.expiring import expire_waiting
from events.jobs.shredding import destroy_again, shred_due
from events.models import (
    HOLDS,
    SCOPE,
    Attendance,
    DoorLink,
    HostLink,
    Message,
    MessageCopy,
    Occurrence,
    OccurrencePrivate,
    OpenAttendance,
    UsedCode,
)
from privacy.days import midnight, utc_today
from privacy.erasure import destroy_after_commit, destroy_scope
from privacy.keystore import living_scopes
from supporters.jobs import erase_unless_live
from supporters.models import Subscription, Supporter
from supporters.selectors import live_among

BATCH = 200


# --- what waits, and what is shredded ------------------------------------------------------------


def waiting_before(cutoff: date) -> QuerySet[Attendance]:
    """Sign-ups that nobody confirmed, whose end came before the cutoff."""
    rows = Attendance.objects.filter(state=AttendanceState.PENDING, is_confirmed=False)
    return rows.filter(expires_at__lt=midnight(cutoff))


def enforce_waiting(cutoff: date) -> int:
    return expire_waiting()


def keys_before(cutoff: date) -> QuerySet[Occurrence]:
    """Guarded dates whose key should have been destroyed before the cutoff."""
    return Occurrence.objects.filter(is_guarded=True, shredded_on__isnull=True, key_ends__lt=midnight(cutoff))


def enforce_keys(cutoff: date) -> int:
    return shred_due() + destroy_again()


# --- open events: answers, guests, shift, code; then whose it was --------------------------------


def _over(cutoff: date) -> Q:
    return Q(occurrence__is_guarded=False, occurrence__ends__lt=midnight(cutoff))


def open_keys_before(cutoff: date) -> QuerySet[Occurrence]:
    """Open dates that ended before the cutoff, of whose sign-ups nothing is left that their key is for."""
    living = living_scopes(SCOPE)
    dates = Occurrence.objects.filter(is_guarded=False, ends__lt=midnight(cutoff), public_id__in=living)
    return dates.exclude(pk__in=open_before(cutoff).values("occurrence"))


def enforce_open_keys(cutoff: date) -> int:
    """Their keys go, and with them what the hashes of codes could be worked out with."""
    due = open_keys_before(cutoff).values_list("public_id", flat=True)
    return sum(destroy_scope(SCOPE, public_id) for public_id in list(due))


def open_before(cutoff: date) -> QuerySet[Attendance]:
    """Sign-ups for open dates that ended before the cutoff, which still hold more than that they were."""
    return Attendance.objects.filter(_over(cutoff), HOLDS)


def enforce_open(cutoff: date) -> int:
    """Answers, guests, shift and code go; that somebody came stays, nobody's by itself."""
    done = 0
    while True:
        with transaction.atomic():
            due = open_before(cutoff).order_by("pk").select_for_update(skip_locked=True, of=("self",))
            rows = list(due[:BATCH])
            empty_open(rows)
        done += len(rows)
        if len(rows) < BATCH:
            return done


def empty_open(rows: list[Attendance]) -> None:
    """Empty sign-ups of open dates that are over. Whoever still waited, or was not answered, did not come."""
    destroy_after_commit([row.subject_id for row in rows])
    ids = [row.pk for row in rows]
    mine = Attendance.objects.filter(pk__in=ids)
    waited = (AttendanceState.PENDING, AttendanceState.WAITLISTED)
    mine.filter(state__in=waited).update(state=AttendanceState.CANCELLED, has_place=False)
    MessageCopy.objects.filter(attendance__in=ids).delete()
    mine.update(
        sealed=None,
        subject_id=None,
        shift=None,
        places=1,
        code_index=None,
        repeat_key=None,
        position=None,
        held_until=None,
        expires_at=None,
        has_address=False,
        changed=utc_today(),
    )


def ties_before(cutoff: date) -> QuerySet[OpenAttendance]:
    """Whose sign-up it was, of dates that ended before the cutoff: of those who take no news."""
    takes_news = Subscription.objects.subscribed().filter(supporter=OuterRef("supporter"))
    return OpenAttendance.objects.filter(~Exists(takes_news), _over(cutoff))


def enforce_ties(cutoff: date) -> int:
    """Untie them, and erase each supporter for whom nothing else is live."""
    done = 0
    while rows := list(ties_before(cutoff).order_by("pk")[:BATCH]):
        supporters = {row.supporter_id for row in rows}
        with transaction.atomic():
            forget_ties(OpenAttendance.objects.filter(pk__in=[row.pk for row in rows]))
        for supporter in Supporter.objects.filter(pk__in=supporters - live_among(supporters)):
            # Outside of the transaction: a destroyed key does not come back with a rollback.
            erase_unless_live(supporter)
        done += len(rows)
    return done


def forget_ties(ties: QuerySet[OpenAttendance]) -> None:
    """Delete whose sign-ups these were; their Actions stay counted, nobody's."""
    actions = list(ties.filter(action__isnull=False).values_list("action", flat=True))
    Action.objects.filter(pk__in=actions).update(supporter=None, source="", changed=utc_today())
    ties.delete()


# --- what goes with a date or a link --------------------------------------------------------------


def private_before(cutoff: date) -> QuerySet[OccurrencePrivate]:
    """Meeting points, instructions and links of open dates that ended before the cutoff."""
    return OccurrencePrivate.objects.filter(_over(cutoff))


def enforce_private(cutoff: date) -> int:
    return _delete_sealed(OccurrencePrivate, private_before(cutoff))


def messages_before(cutoff: date) -> QuerySet[Message]:
    """Messages about open dates that ended before the cutoff."""
    return Message.objects.filter(_over(cutoff))


def enforce_messages(cutoff: date) -> int:
    return _delete_sealed(Message, messages_before(cutoff))


def codes_before(cutoff: date) -> QuerySet[UsedCode]:
    return UsedCode.objects.filter(_over(cutoff))


def enforce_codes(cutoff: date) -> int:
    return codes_before(cutoff).delete()[0]


def hosts_before(cutoff: date) -> QuerySet[HostLink]:
    return HostLink.objects.filter(ends__lt=midnight(cutoff))


def doors_before(cutoff: date) -> QuerySet[DoorLink]:
    # A day more than the door itself is open.
    return DoorLink.objects.filter(occurrence__ends__lt=midnight(cutoff) - timedelta(days=1))


def enforce_links(cutoff: date) -> int:
    """Links of hosts and doors whose time is over go, with the addresses they were mailed to."""
    return doors_before(cutoff).delete()[0] + _delete_sealed(HostLink, hosts_before(cutoff))


def _delete_sealed[Row: (OccurrencePrivate, Message, HostLink)](model: type[Row], rows: QuerySet[Row]) -> int:
    with transaction.atomic():
        found = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "subject_id"))
        destroy_after_commit([subject_id for _pk, subject_id in found])
        model._default_manager.filter(pk__in=[pk for pk, _subject_id in found]).delete()
    return len(found)
