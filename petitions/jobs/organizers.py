"""How a campus link ends, whoever or whatever ends it; and who is asked to write what."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from petitions.models import CampusOrganizer
from privacy.erasure import destroy_after_commit

# The names under which ``letters.py`` registers them.
INVITATION = "petitions.campus_invitation"
RENEWAL = "petitions.campus_renewal"
FRESH_LINK = "petitions.campus_link"


def end_links(rows: QuerySet[CampusOrganizer]) -> int:
    """Delete these organizers' rows, and with them every link; their keys go after the commit.

    Returns how many there were.
    """
    with transaction.atomic():
        found = list(rows.select_for_update(of=("self",)).order_by("pk"))
        destroy_after_commit(row.subject_id for row in found)
        CampusOrganizer.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


def links_before(cutoff: date) -> QuerySet[CampusOrganizer]:
    """Links whose last day came before the cutoff."""
    return CampusOrganizer.objects.filter(ends__lt=cutoff)


def enforce_links(cutoff: date) -> int:
    """Forget whose link has ended."""
    return end_links(links_before(cutoff))


def forget_organizer(subject_id: UUID) -> None:
    """Finish an erasure that died halfway: without its address a link is nobody's."""
    CampusOrganizer.objects.filter(subject_id=subject_id).delete()
