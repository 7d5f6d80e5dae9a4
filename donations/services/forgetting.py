"""A donor is forgotten: their keys are destroyed, the nameless gifts stay in the books."""

from donations.enums import RUNNING, RecurringState
from donations.marks import NAMELESS, subjects_marked
from donations.models import Donation, RecurringDonation
from donations.selectors.donors import address_of
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_subjects


def forget_donor(*, donation: Donation, actor: Actor) -> int:
    """Destroy all that is known of whoever gave this gift; how many gifts and monthly gifts that were.

    Whoever proves one gift proves all of the same address. What runs monthly is ENDING: the task that
    watches tells the provider. Call it outside of transactions: the keys go first, and no rollback brings
    them back. The sweep finishes what dies in between.
    """
    subjects = {donation.subject_id, donation.recurring.subject_id if donation.recurring else None}
    if address := address_of(donation):
        subjects.update(subjects_marked([address]))
    subjects.discard(None)
    if not subjects:
        return 0
    # Known before the keys go, or a crash would leave the provider charging somebody we forgot.
    running = RecurringDonation.objects.filter(subject_id__in=subjects, state__in=RUNNING)
    running.update(state=RecurringState.ENDING, changed=utc_today())
    destroy_subjects(subjects)
    emptied = 0
    for model in (Donation, RecurringDonation):
        rows = model._default_manager.filter(subject_id__in=subjects)
        emptied += rows.update(**NAMELESS, changed=utc_today())
    return emptied
