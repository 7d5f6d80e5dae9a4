"""Addresses of a campus link and of the pages under it."""

from datetime import timedelta

from django.urls import reverse

from petitions.models import CampusOrganizer
from privacy.days import midnight
from privacy.links import Purpose, make_link_token


def campus_token(organizer: CampusOrganizer) -> str:
    """A token for this organizer, good through the link's last day (UTC), 30 days at most.

    It opens nothing once the row is gone, whatever its own time.
    """
    until = midnight(organizer.ends + timedelta(days=1))
    return make_link_token(Purpose.CAMPUS, organizer.public_id, until=until)


def campus_path(organizer: CampusOrganizer) -> str:
    """The address that is mailed, without its host."""
    return reverse("countersign_campus", args=[campus_token(organizer)])
