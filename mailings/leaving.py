"""Counts who leaves by a mailing's own link: of all together, and never whom."""

from django.db.models import F, Sum

from mailings.enums import Outcome, Variant
from mailings.jobs.totals import count_one
from mailings.models import Mailing, MailingTotal
from privacy.tens import SMALLEST_GROUP
from supporters.registries import LeavingCounter


def mailing_of(source: str) -> tuple[int, str] | None:
    """The key of the mailing that this code on a link is of, and its wording; None for any other code."""
    head, _dash, tail = source.rpartition("-")
    whole, variant = (head, tail) if tail in Variant.values else (source, Variant.A.value)
    key = Mailing.objects.filter(source=whole).values_list("pk", flat=True).first()
    return (key, variant) if key is not None else None


def count_left(source: str) -> None:
    """One more has left by this link."""
    if (found := mailing_of(source)) is not None:
        mailing_id, variant = found
        count_one(mailing_id, variant, Outcome.UNSUBSCRIBED)


def count_why(source: str, why: str) -> None:
    """One of those who left says why: moved to the number of these, so that the sum stays.

    Once ten have left by it: whose reason it is could else be read from the day on which somebody left.
    """
    if (found := mailing_of(source)) is None:
        return
    mailing_id, variant = found
    left = MailingTotal.objects.filter(mailing=mailing_id, outcome=Outcome.UNSUBSCRIBED)
    if (left.aggregate(number=Sum("number"))["number"] or 0) < SMALLEST_GROUP:
        return
    silent = MailingTotal.objects.filter(
        mailing=mailing_id, variant=variant, outcome=Outcome.UNSUBSCRIBED, why="", number__gt=0
    )
    if silent.update(number=F("number") - 1):
        count_one(mailing_id, variant, Outcome.UNSUBSCRIBED, why)


LEAVING = LeavingCounter("mailings", left=count_left, told_why=count_why)
