"""In January whoever gave in the year before is told that its summary lies ready: one mail for each donor."""

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from donations.jobs.letters import SUMMARY
from donations.models import Donation
from donations.models.donations import DonationQuerySet
from outbox.models import Letter
from outbox.services import post_letter
from privacy.days import utc_today

# Letters are remembered for 30 days: by then the last of these is out, and none is posted twice.
FIRST_DAY, LAST_DAY = 2, 25
BATCH = 500


def post_summaries() -> int:
    """Post what is still to be posted; how many. Nothing but in January; called again, nothing more."""
    today = utc_today()
    if today.month != 1 or not FIRST_DAY <= today.day <= LAST_DAY:
        return 0
    posted = 0
    while gifts := list(_waiting(today.year - 1)[:BATCH]):
        with transaction.atomic():
            for gift in gifts:
                post_letter(kind=SUMMARY, language=gift.language, ref=gift)
        posted += len(gifts)
    return posted


def _waiting(year: int) -> DonationQuerySet:
    """The newest gift of that year of each donor who is still known and was not written to."""
    given = Donation.objects.counted().filter(day__year=year, mark__isnull=False, subject_id__isnull=False)
    newest = given.order_by().values("mark").annotate(newest=Max("pk")).values("newest")
    told = Letter.objects.filter(kind=SUMMARY, ref_id=OuterRef("public_id"))
    return Donation.objects.filter(~Exists(told), pk__in=newest).order_by("pk")
