"""What a gift is for: as the books call it, and as its donor reads it."""

from collections.abc import Sequence

from django.conf import settings

from donations.models import Designation, Donation


def designation_name(designation: Designation | None) -> str:
    """What the books call it: its name in the site's first language, or ""."""
    return designation.name_in(settings.LANGUAGE_CODE)[:120] if designation is not None else ""


def said_purposes(gifts: Sequence[Donation], language: str) -> list[str]:
    """What each gift is for, in ``language``, in order; "" for where it is needed most. One query.

    As the books call it where its fundraiser offers nothing of that name any more.
    """
    offered = Designation.objects.filter(fundraiser__in={gift.fundraiser_id for gift in gifts})
    named = {(one.fundraiser_id, designation_name(one)): one.name_in(language) for one in offered}
    return [named.get((gift.fundraiser_id, gift.designation), gift.designation) for gift in gifts]
