"""Once a day: gifts whose donor joined a list look like those whose donor did not.

Joining seals the gift anew, right after the supporter was written. What no key is needed for would tell
both apart, and together: the number of the seal, and on PostgreSQL the number of the transaction that every
row carries. So all recent gifts get one number of their seals, in one transaction.
"""

from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Max

from donations.models import Donation, RecurringDonation
from privacy.days import utc_today

# The button lives for 7 days after its mail, which follows a change of the row. As many more, to be among.
RECENT = timedelta(days=35)
# Keys that fit into one statement of every database.
PORTION = 5_000


def level_gifts() -> int:
    """Write all rows of gifts of the last weeks whose donor is known once more; how many.

    A row that somebody writes at this moment waits for the next night.
    """
    with transaction.atomic():
        return sum(_level(model) for model in (Donation, RecurringDonation))


def _level(model: type[Donation] | type[RecurringDonation]) -> int:
    rows = model._default_manager.filter(subject_id__isnull=False, changed__gte=utc_today() - RECENT)
    keys = list(
        rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk").values_list("pk", flat=True)
    )
    # Above each number that any of them ever had: who reseals meanwhile finds another and begins again.
    number = (rows.aggregate(highest=Max("sealed_version"))["highest"] or 0) + 1
    return sum(
        model._default_manager.filter(pk__in=some).update(sealed_version=number)
        for some in batched(keys, PORTION)
    )
