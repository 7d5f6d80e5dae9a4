"""What the doctor says of the lock and of the legal register."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from privacy.choices import DemandOutcome
from privacy.conf import current
from privacy.days import utc_today
from privacy.development import is_development
from privacy.doctor import Complaint
from privacy.holds import standing_holds
from privacy.lock import is_locked
from privacy.models.legal import LegalDemand
from privacy.watchers import eligible


def check_lock() -> Iterator[Complaint]:
    """Whether the vault is locked: no fault, but somebody has to come."""
    if is_locked():
        yield Complaint(
            _("The data are locked. Two Data stewards or Administrators unlock them, in the admin."),
            is_fault=False,
        )


def check_register() -> Iterator[Complaint]:
    """Holds that nobody will look at again, and demands without a day or past it."""
    if standing_holds().filter(review__isnull=True).exists():
        yield Complaint(
            _("A legal hold has no day on which counsel looks at it again. End it and begin one that has."),
            is_fault=False,
        )
    if standing_holds().filter(review__lt=utc_today()).exists():
        yield Complaint(
            _("The day is over on which counsel was to look at a legal hold again. Ask them."), is_fault=False
        )
    if LegalDemand.objects.filter(outcome=DemandOutcome.OPEN, deadline__lt=utc_today()).exists():
        yield Complaint(
            _("The day is over by which a demand was to be answered. Look into the legal register."),
            is_fault=False,
        )


def check_watchers() -> Iterator[Complaint]:
    """Whether two people can be told of what is unusual, and whether it is known when it is night."""
    if is_development():
        return
    number = len(eligible())
    if number == 0:
        says = _(
            "Nobody is told of what is unusual in what the staff do. Give somebody the role Data stewards or "
            "Administrators: they need a mail address and a second step."
        )
        yield Complaint(says, is_fault=False)
    elif number == 1:
        says = _(
            "Only one person is told of what is unusual in what the staff do, and of their own deeds nobody. "
            "Another Data steward or Administrator needs a mail address and a second step."
        )
        yield Complaint(says, is_fault=False)
    if not current().organization_zone:
        says = _("When is it night for you? Name your time zone in ORGANIZATION_ZONE. Until then it is UTC.")
        yield Complaint(says, is_fault=False)
