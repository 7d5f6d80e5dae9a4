"""Making the demo's drive and the gifts to it, by the services of everybody's; and taking them away."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from campaigns.models import Campaign
from donations.enums import Frequency
from donations.jobs.totals import fold_totals
from donations.models import (
    Designation,
    Donation,
    DonationDetails,
    Fundraiser,
    Receipt,
    RecurringDonation,
)
from donations.services import Asked, note_checkout, start_donation
from donations.services.demo import pay_demo
from outbox.models import Letter
from pages.demo import drive, ledger
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from privacy.local_time import to_utc
from privacy.localized import LocalizedText

PROVIDER = "local"
# Two, so that each brings the ten gifts from which on a code is told.
_SOURCES = ("flyer-campus", "mail-after")


def make_drive(campaign: Campaign) -> Fundraiser:
    """The drive, a draft without gifts, until the last midnight of this year. Its page will open it."""
    ends = datetime(utc_today().year + 1, 1, 1)  # noqa: DTZ001 (as a person types it, in the drive's zone)
    rules: dict[str, Any] = dict(drive.RULES)
    fundraiser = ledger.note_made(
        Fundraiser.objects.create(
            campaign=campaign,
            name=drive.NAME,
            other_ways=LocalizedText(drive.OTHER_WAYS),
            deadline_local=ends,
            deadline_at=to_utc(ends, drive.ZONE),
            **rules,
        )
    )
    for number, words in enumerate(drive.DESIGNATIONS):
        Designation.objects.create(fundraiser=fundraiser, name=LocalizedText(words), sort_order=number)
    return fundraiser


def give_as_many(fundraiser: Fundraiser) -> None:
    """Give once and monthly, as "Demo 1", "Demo 2" … of example.org. Their letters are taken back."""
    for which in range(drive.GIVEN_ONCE):
        _give(fundraiser, which, Frequency.ONCE, drive.ONCE[which % len(drive.ONCE)])
    for which in range(drive.BEGUN_MONTHLY):
        _give(fundraiser, which, Frequency.MONTHLY, drive.MONTHLY[which % len(drive.MONTHLY)])
    fold_totals(fundraiser.pk)


def _give(fundraiser: Fundraiser, which: int, frequency: Frequency, amount: int) -> None:
    languages = [code for code, _name in settings.LANGUAGES]
    donation = start_donation(
        fundraiser=fundraiser,
        asked=Asked(amount, frequency, covers_fee=which % 3 == 0),
        details=DonationDetails(
            email=f"demo-donor-{frequency}-{which + 1}@example.org", given_name=f"Demo {which + 1}"
        ),
        language=languages[which % len(languages)],
        provider=PROVIDER,
        source=_SOURCES[which % len(_SOURCES)],
        actor=Actor.the_person(),
    )
    note_checkout(donation=donation, provider_ref=f"demo_{donation.public_id.hex}")
    pay_demo(donation=donation, actor=Actor.system())
    _take_letters_back(donation)


def _take_letters_back(donation: Donation) -> None:
    refs = [donation.public_id]
    if donation.recurring is not None:
        refs.append(donation.recurring.public_id)
    Letter.objects.filter(ref_id__in=refs).delete()


def give_back(donations: QuerySet[Donation]) -> int:
    """Remove these gifts of the demo, with whoever gave them: no money moved for any. Their number."""
    rows = list(donations.select_related("recurring"))
    for donation in rows:
        _take_letters_back(donation)
    gone = [donation.pk for donation in rows]
    monthly = {donation.recurring_id for donation in rows if donation.recurring_id is not None}
    Receipt.objects.filter(donation__in=gone).delete()
    # What was given monthly since then keeps its beginning.
    others = Donation.objects.filter(recurring__in=monthly).exclude(pk__in=gone).values("recurring")
    ended = RecurringDonation.objects.filter(pk__in=monthly).exclude(pk__in=others)
    for some in (Donation.objects.filter(pk__in=gone), ended):
        known = some.filter(subject_id__isnull=False).values_list("subject_id", flat=True)
        destroy_after_commit(list(known))
        some.delete()
    return len(gone)
