"""What a person reads in their own door about gifts made with their addresses."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from donations.enums import PaymentRank
from donations.marks import marks_of_addresses
from donations.models import Donation
from privacy.exceptions import SealedError
from supporters.models import Supporter
from supporters.registries import HeldFact


def given_by(supporter: Supporter) -> Iterable[HeldFact]:
    """One fact for each gift. Only they see it: to staff nothing ties a gift to a supporter."""
    try:
        marks = marks_of_addresses(supporter.unseal().addresses)
    except SealedError:
        return
    rows = Donation.objects.real().filter(mark__in=marks, rank=PaymentRank.PAID)
    for row in rows.select_related("fundraiser").order_by("-day", "-pk"):
        told = [str(row.money), str(row.get_frequency_display()), str(row.get_state_display())]
        title = _("A gift for %(title)s") % {"title": row.fundraiser.public_title}
        yield HeldFact(title, " · ".join(told), row.day)
