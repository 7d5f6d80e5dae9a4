"""Where an event is, in words that everybody may read. A leaf."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.enums import PlaceKind
from events.models import Event


def place_of(event: Event) -> str:
    """Where it is, in one line; of a guarded event its area and city, whatever else may be known of it."""
    if event.place_kind == PlaceKind.ONLINE:
        return _("Online")
    area = event.area.best(get_language() or "")[0]
    if event.is_guarded:
        parts = [area]
    elif (venue := event.public_venue) or event.address:
        institution = event.institution.name if event.institution is not None else ""
        parts = [venue, institution if institution != venue else "", event.address]
    else:
        parts = [area]
    city = ", ".join(part for part in (event.locality, event.region) if part)
    return ", ".join(part for part in (*parts, city) if part)
