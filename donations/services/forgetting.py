"""A donor is forgotten: their keys are destroyed, the nameless gifts stay in the books."""

from django.db import transaction

from donations.enums import RUNNING, RecurringState
from donations.marks import NAMELESS, held_marks, subjects_marked
from donations.models import Donation, RecurringDonation
from donations.selectors.donors import address_of
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_subjects


def forget_donor(*, donation: Donation, actor: Actor) -> int:
    """Destroy all that is known of whoever gave this gift; how many gifts and monthly gifts that were.

    Whoever proves one gift proves all of the same address. What runs monthly is ENDING: the task that
    watches tells the provider. The keys go in one commit of the keystore, within the one transaction that
    empties the rows: whatever dies before it leaves all as it was, whatever dies after it is finished by the
    sweep, the end of the monthly gift too. Call it outside of transactions: no rollback brings keys back.
    """
    with transaction.atomic():
        # A charge of this donor's monthly gift is written before, and found here, or finds nobody.
        held_marks(donation)
        subjects = {donation.subject_id, donation.recurring.subject_id if donation.recurring else None}
        if address := address_of(donation):
            subjects.update(subjects_marked([address]))
        subjects.discard(None)
        if not subjects:
            return 0
        running = RecurringDonation.objects.filter(subject_id__in=subjects, state__in=RUNNING)
        running.update(state=RecurringState.ENDING, changed=utc_today())
        destroy_subjects(subjects)
        return sum(
            model._default_manager.filter(subject_id__in=subjects).update(**NAMELESS, changed=utc_today())
            for model in (Donation, RecurringDonation)
        )
