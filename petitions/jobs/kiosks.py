"""What becomes of the links of tables: a day after their end nothing is left of them."""

from datetime import date

from django.db.models import QuerySet

from petitions.models import Kiosk
from privacy.days import midnight


def kiosks_before(cutoff: date) -> QuerySet[Kiosk]:
    """Those that ended before the cutoff."""
    return Kiosk.objects.filter(ends__lt=midnight(cutoff))


def enforce_kiosks(cutoff: date) -> int:
    """Delete them; the signatures go on counting, under the code of their table."""
    return kiosks_before(cutoff).delete()[0]
