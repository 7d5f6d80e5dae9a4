"""What becomes of comments and of reports of pages: taken away, shown no more, over."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from campaigns.jobs import remove_sealed
from petitions.enums import CommentState
from petitions.jobs.totals import purge_pages
from petitions.models import Comment, ModerationDecision, PageReport


def delete_comments_of(signature_ids: Sequence[int]) -> None:
    """Delete what these wrote; no page shows it again. Their subjects are the caller's to destroy."""
    delete_comments(Comment.objects.filter(signature__in=signature_ids))


def purge_if_shown(rows: QuerySet[Comment]) -> None:
    """Purge the pages, after the commit, if one of these may stand on them."""
    if rows.filter(state=CommentState.APPROVED).exists():
        purge_pages()


def delete_comments(rows: QuerySet[Comment]) -> None:
    """Delete these, and purge the pages if one of them may stand there."""
    with transaction.atomic():
        # Held, or a moderator approves one between the look and the end.
        states = list(rows.select_for_update().values_list("state", flat=True))
        rows.delete()
        if CommentState.APPROVED in states:
            purge_pages()


# --- whose time is over --------------------------------------------------------------------------


def held_comments_before(cutoff: date) -> QuerySet[Comment]:
    """Those that nobody decided on, by the day they were written; hidden ones by that of the decision."""
    held = Q(state=CommentState.HELD, created__lt=cutoff)
    return Comment.objects.filter(held | Q(state=CommentState.DECLINED, changed__lt=cutoff))


def enforce_held_comments(cutoff: date) -> int:
    """Comments that nobody approved go, with their keys and fingerprints."""
    return remove_sealed(held_comments_before(cutoff))


def reports_before(cutoff: date) -> QuerySet[PageReport]:
    return PageReport.objects.filter(created__lt=cutoff)


def enforce_reports(cutoff: date) -> int:
    """Reports go, whether anybody dealt with them or not."""
    return remove_sealed(reports_before(cutoff))


def decisions_before(cutoff: date) -> QuerySet[ModerationDecision]:
    return ModerationDecision.objects.filter(day__lt=cutoff)


def enforce_decisions(cutoff: date) -> int:
    return decisions_before(cutoff).delete()[0]
