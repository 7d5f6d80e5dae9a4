"""What becomes of gifts when their donor is erased: the nameless row stays in the books."""

from collections.abc import Iterable
from uuid import UUID

from donations.enums import RUNNING, RecurringState
from donations.marks import NAMELESS, subjects_marked
from donations.models import Donation, Giving, RecurringDonation
from privacy.days import utc_today
from privacy.exceptions import SealedError
from supporters.models import Supporter
from supporters.registries import Eraser


def forget_donation(subject_id: UUID) -> None:
    """A gift whose donor nobody can read any more keeps what the books need."""
    Donation.objects.filter(subject_id=subject_id).update(**NAMELESS, changed=utc_today())


def forget_recurring(subject_id: UUID) -> None:
    """The same of a monthly gift; one that still runs is ended at the provider by the next task."""
    rows = RecurringDonation.objects.filter(subject_id=subject_id)
    rows.filter(state__in=RUNNING).update(state=RecurringState.ENDING)
    rows.update(**NAMELESS, changed=utc_today())


def subjects_of(supporter: Supporter) -> Iterable[UUID]:
    """Keys of the gifts that were made with this person's addresses: who proves one proves these."""
    try:
        addresses = supporter.unseal().addresses
    except SealedError:
        return []
    return subjects_marked(addresses)


def forget_giving(supporter: Supporter) -> None:
    """The gifts themselves are emptied by the sweep of the vault: nothing here ties them to a supporter."""
    Giving.objects.filter(supporter=supporter).delete()


donor_eraser = Eraser(name="donations", subjects=subjects_of, forget=forget_giving, by_address=True)
