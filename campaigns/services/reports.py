"""Reports of pages: kept without who sent them, dealt with by moderators."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from campaigns.enums import ReportReason, ReportState
from campaigns.exceptions import ReportGone, TooManyReports
from campaigns.models import Campaign, PageReport, Report, ReportText
from campaigns.services.deeds import spend_proof
from privacy import limits
from privacy.actors import Actor, ActorKind
from privacy.days import utc_today
from privacy.envelope import framed
from privacy.erasure import destroy_after_commit
from privacy.keystore import day_key
from privacy.sealing import seal_new

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class ReportFlood:
    """How many reports are taken in an hour, of all visitors together: nothing is known of any one of them.

    ``of`` is what a report is about, so that a flood about one leaves room for all others.
    """

    kind: str
    of: str
    most: int = 120
    most_of_one: int = 20


def keep_report(
    *, row: Report, text: str, about: Sequence[bytes], flood: ReportFlood, proof: bytes | None
) -> bool:
    """Keep what is wrong with a page for moderators, and nothing of who says so; False if it is known.

    ``about`` says of which page. Raises TooManyReports beyond what ``flood`` takes in an hour, and ProofSpent
    when ``proof`` was handed in before.
    """
    said = framed(*about, row.reason.encode(), text.encode())
    # Under the key of the day, which is destroyed when the day is over.
    row.repeat_key = hmac.digest(day_key(utc_today(), flood.kind), said, "sha256")
    if text:
        seal_new(row, ReportText(text=text))
    try:
        with transaction.atomic():
            spend_proof(proof=proof)
            row.save(force_insert=True)
            # Inside, and after the row: what is known already, or rolled back, counts for nothing.
            of_one = limits.take(f"{flood.kind}_of", flood.of, at_most=flood.most_of_one, per=HOUR)
            if not of_one or not limits.take(flood.kind, at_most=flood.most, per=HOUR, spread=True):
                raise TooManyReports
    except IntegrityError:
        return False
    return True


def close_report(*, report: Report, as_: ReportState, **values: Any) -> None:
    """Note that a report was dealt with, or that there is nothing to do; what was typed is destroyed.

    Inside the caller's transaction, with further ``values`` of its row. Raises ReportGone when a colleague
    was first.
    """
    waiting = type(report)._default_manager.filter(pk=report.pk, state=ReportState.WAITING)
    if not waiting.update(state=as_, sealed=None, subject_id=None, changed=utc_today(), **values):
        raise ReportGone
    destroy_after_commit([report.subject_id])


def report_page(
    *,
    page_key: UUID,
    campaign: Campaign | None,
    reason: ReportReason,
    text: str,
    language: str,
    proof: bytes | None = None,
    actor: Actor,
) -> bool:
    """Keep what is wrong with a page of the site; as ``keep_report()``, of which 20 of one page an hour."""
    row = PageReport(page_key=page_key, campaign=campaign, reason=reason, language=language)
    flood = ReportFlood("campaigns.report", of=str(page_key))
    about = [page_key.bytes, language.encode()]
    return keep_report(row=row, text=text, about=about, flood=flood, proof=proof)


def finish_report(*, report: PageReport, as_: ReportState, actor: Actor) -> None:
    """Close it, and note who did. Raises ReportGone, and ValueError for a visitor."""
    if actor.kind == ActorKind.THE_PERSON:
        raise ValueError("No visitor deals with reports.")
    with transaction.atomic():
        close_report(report=report, as_=as_, decided_by_id=actor.user.pk if actor.user is not None else None)
