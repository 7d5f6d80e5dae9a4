"""Reports of a petition's pages: kept without who sent them, dealt with by moderators."""

from django.db import transaction

from campaigns.enums import ReportReason, ReportState
from campaigns.services import ReportFlood, close_report, keep_report
from petitions.enums import ModerationDeed
from petitions.models import ModerationDecision, PageReport, Petition, Place
from privacy.actors import Actor, ActorKind

MOST_PER_HOUR = 120
MOST_OF_ONE_PER_HOUR = 20
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
    about = [petition.public_id.bytes, place.public_id.bytes if place is not None else b""]
    flood = ReportFlood(
        "petitions.report",
        of=str(petition.public_id),
        most=MOST_PER_HOUR,
        most_of_one=MOST_OF_ONE_PER_HOUR,
    )
    return keep_report(row=row, text=text, about=about, flood=flood, proof=proof)


def finish_report(*, report: PageReport, as_: ReportState, actor: Actor) -> None:
    """Note that a report was dealt with, or that there is nothing to do; what was typed is destroyed.

    Logged without its words. Raises ReportGone when a colleague was first, and ValueError for a visitor.
    """
    if actor.kind == ActorKind.THE_PERSON:
        raise ValueError("No visitor deals with reports.")
    with transaction.atomic():
        close_report(report=report, as_=as_)
        ModerationDecision.objects.create(
            petition=report.petition,
            user_id=actor.user.pk if actor.user is not None else None,
            deed=DEEDS[as_],
            about=report.public_id,
        )
