"""Reports of pages: kept without who sent them, dealt with by moderators."""

import hmac
from datetime import timedelta

from django.db import IntegrityError, transaction

from campaigns.services import spend_proof
from petitions.enums import ModerationDeed, ReportReason, ReportState
from petitions.exceptions import ReportGone, TooManyReports
from petitions.models import ModerationDecision, PageReport, Petition, Place, ReportText
from privacy import limits
from privacy.actors import Actor, ActorKind
from privacy.days import utc_today
from privacy.envelope import framed
from privacy.erasure import destroy_after_commit
from privacy.keystore import day_key
from privacy.sealing import seal_new

# Of all visitors together: nothing is known of any one of them.
MOST_PER_HOUR = 120
# Of one petition, so that a flood about one leaves room for all others.
MOST_OF_ONE_PER_HOUR = 20
HOUR = timedelta(hours=1)
REPEAT = "petitions.report"
DEEDS = {ReportState.DONE: ModerationDeed.DONE, ReportState.DISMISSED: ModerationDeed.DISMISSED}


def report_page(
    *,
    petition: Petition,
    place: Place | None,
    reason: ReportReason,
    text: str,
    language: str,
    proof: bytes | None = None,
    actor: Actor,
) -> bool:
    """Keep what is wrong with a page for moderators, and nothing of who says so; False if it is known.

    ``place``: on the page of that campus. Raises TooManyReports beyond 120 new ones an hour, or 20 of one
    petition, and ProofSpent when ``proof`` was handed in before.
    """
    row = PageReport(petition=petition, place=place, reason=reason, language=language)
    row.repeat_key = _repeat_key(row, text)
    if text:
        seal_new(row, ReportText(text=text))
    try:
        with transaction.atomic():
            spend_proof(proof=proof)
            row.save(force_insert=True)
            # Inside, and after the row: what is known already, or rolled back, counts for nothing.
            of_one = limits.take(
                "petitions.report_of", str(petition.public_id), at_most=MOST_OF_ONE_PER_HOUR, per=HOUR
            )
            if not of_one or not limits.take(REPEAT, at_most=MOST_PER_HOUR, per=HOUR, spread=True):
                raise TooManyReports
    except IntegrityError:
        return False
    return True


def finish_report(*, report: PageReport, as_: ReportState, actor: Actor) -> None:
    """Note that a report was dealt with, or that there is nothing to do; what was typed is destroyed.

    Logged without its words. Raises ReportGone when a colleague was first, and ValueError for a visitor.
    """
    if actor.kind == ActorKind.THE_PERSON:
        raise ValueError("No visitor deals with reports.")
    with transaction.atomic():
        waiting = PageReport.objects.filter(pk=report.pk, state=ReportState.WAITING)
        if not waiting.update(state=as_, sealed=None, subject_id=None, changed=utc_today()):
            raise ReportGone
        destroy_after_commit([report.subject_id])
        ModerationDecision.objects.create(
            petition=report.petition,
            user_id=actor.user.pk if actor.user is not None else None,
            deed=DEEDS[as_],
            about=report.public_id,
        )


def _repeat_key(row: PageReport, text: str) -> bytes:
    """Under the key of the day, which is destroyed when the day is over."""
    where = row.place.public_id.bytes if row.place is not None else b""
    said = framed(row.petition.public_id.bytes, where, row.reason.encode(), text.encode())
    return hmac.digest(day_key(utc_today(), REPEAT), said, "sha256")
