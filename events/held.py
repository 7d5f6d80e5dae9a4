"""What a person reads in their own door about their sign-ups for open events."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import OpenAttendance
from events.spoken import when_of
from privacy.exceptions import SealedError
from supporters.models import Supporter
from supporters.registries import HeldFact


def signed_up_of(supporter: Supporter) -> Iterable[HeldFact]:
    """One fact for each sign-up that is theirs, and one for each answer that is still there."""
    ties = OpenAttendance.objects.filter(supporter=supporter)
    for tie in ties.select_related("occurrence__event", "attendance__shift").order_by("pk"):
        row, event = tie.attendance, tie.occurrence.event
        parts = [event.public_title, when_of(tie.occurrence), str(row.get_state_display())]
        if row.shift is not None:
            parts.append(row.shift.name_in(get_language() or ""))
        if row.guests:
            parts.append(_("guests: %(number)s") % {"number": row.guests})
        if tie.came is not None:
            parts.append(_("came") if tie.came else _("did not come"))
        yield HeldFact(label=_("Signed up for an event"), text=" · ".join(parts), day=tie.created)
        try:
            answers = row.unseal().answers
        except SealedError:
            continue
        for answer in answers.values():
            yield HeldFact(label=_("Answer given when signing up for an event"), text=answer, day=tie.created)
