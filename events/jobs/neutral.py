"""What guarded events need of the outbox: a mail server of their own, and nothing left lying there."""

from django.core.mail import mailers
from django.db.models import QuerySet

from events.models import Attendance
from outbox.enums import SendState
from outbox.models import Letter

# The alias in MAILERS; without it guarded events ask for no address.
MAILER = "guarded"


def can_mail_guarded() -> bool:
    """Whether this installation has a mail server for guarded events."""
    return MAILER in mailers


def drop_letters_about(attendances: QuerySet[Attendance]) -> int:
    """Delete what still waits to be sent to these sign-ups; how many letters.

    One that a worker holds finds nobody to go to.
    """
    refs = attendances.values("public_id")
    letters = Letter.objects.filter(ref_model=Attendance._meta.label, ref_id__in=refs)
    deleted, _each = letters.filter(state=SendState.QUEUED).delete()
    return deleted
