"""Forms on tables: which one a token is of, and those of one petition."""

from django.db.models import QuerySet

from petitions.exceptions import KioskGone
from petitions.models import Kiosk, Petition
from privacy.exceptions import LinkExpired
from privacy.links import Purpose, read_link_token

PLACE = ("place__institution", "place__jurisdiction")


def live_kiosk(token: str) -> Kiosk:
    """The table of this token. One query; none for a token that is not ours.

    Raises LinkBroken for whatever we did not sign, KioskGone for what was ended or is over. A row made
    anew under the same id, by a form sent again days after the end, is another table, with another end.
    """
    try:
        link = read_link_token(token, Purpose.KIOSK)
    except LinkExpired:
        raise KioskGone from None
    found = Kiosk.objects.live().select_related("petition", *PLACE).filter(public_id=link.ref).first()
    if found is None or found.ends != link.until:
        raise KioskGone
    return found


def kiosks_of(petition: Petition) -> QuerySet[Kiosk]:
    """The tables whose links are live, the newest first."""
    return Kiosk.objects.live().filter(petition=petition).select_related(*PLACE).order_by("-pk")
