"""Forms on tables: a link for one device is made, and ended."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from petitions.enums import RUNNING
from petitions.exceptions import KioskGone, PetitionClosed
from petitions.models import MOST_DAYS, TABLE_SOURCE, Kiosk, Petition, Place
from privacy.actors import Actor
from privacy.days import utc_today

LONGEST = 50 - len(TABLE_SOURCE)
# Neither named by staff nor at a place.
UNNAMED = "unnamed"


def open_kiosk(
    *,
    petition: Petition,
    public_id: UUID,
    place: Place | None,
    code: str,
    language: str,
    days: int,
    actor: Actor,
) -> Kiosk:
    """Let a device show the form for ``days`` times 24 hours, at ``place`` if anywhere.

    ``code`` names the table in what staff see of its signatures; else the place does. ``public_id`` is
    drawn by the form: sent twice it is one link. Raises PetitionClosed for what is neither live nor
    paused, KioskGone where that id is of another petition's or of a link that was ended, ValueError for
    other days than 1 to 7.
    """
    if petition.state not in RUNNING:
        raise PetitionClosed
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(days)
    named = code or (place.slug if place is not None else "") or UNNAMED
    kiosk = Kiosk(
        petition=petition,
        public_id=public_id,
        place=place,
        source=f"{TABLE_SOURCE}{named[:LONGEST]}",
        language=language,
        # Whole minutes, as a token has them, and never a second more than was promised.
        ends=(timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0),
    )
    try:
        with transaction.atomic():
            kiosk.save(force_insert=True)
    except IntegrityError:
        found = Kiosk.objects.live().filter(public_id=public_id, petition=petition).first()
        if found is None:
            raise KioskGone from None
        return found
    return kiosk


def end_kiosk(*, kiosk: Kiosk, actor: Actor) -> None:
    """Take nothing from this table any more. Raises KioskGone when a colleague was first.

    The row stays for a day, so that the form that made it makes no second link of the same token.
    """
    if not Kiosk.objects.live().filter(pk=kiosk.pk).update(ends=timezone.now(), changed=utc_today()):
        raise KioskGone
