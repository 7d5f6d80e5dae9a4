"""What becomes of signatures and comments when their person is erased, and for whom they are live."""

from collections.abc import Collection, Iterable
from uuid import UUID

from campaigns.enums import NewsChoice
from petitions.jobs.comments import delete_comments
from petitions.jobs.pack_files import destroy_packs_of
from petitions.jobs.retention import untie
from petitions.jobs.totals import purge_pages
from petitions.jobs.waiting import forget_dead
from petitions.models import CampusProof, Comment, PageReport, Signature
from privacy.days import utc_today
from supporters.models import Supporter
from supporters.registries import Eraser


def subjects_of(supporter: Supporter) -> Iterable[UUID]:
    """Keys of this person's own blobs: a comment's, and one that the job has not destroyed yet."""
    mine = Signature.objects.filter(supporter=supporter)
    comments = Comment.objects.filter(signature__in=mine)
    for rows in (mine, comments):
        subjects = rows.filter(subject_id__isnull=False).values_list("subject_id", flat=True)
        yield from (subject_id for subject_id in subjects if subject_id is not None)


def forget_signatures(supporter: Supporter) -> None:
    """Keep what counts, without whose it was; the pages that show names are purged."""
    mine = Signature.objects.filter(supporter=supporter)
    is_shown = mine.filter(show_name=True).exists()
    untie(mine)
    if is_shown:
        purge_pages()


def want_no_news(supporter: Supporter, list_id: UUID | None) -> None:
    """They took their yes to the news of one campaign back: its petitions write to them no more."""
    # Also what a merge has silenced (""): what is said now outlasts that merge.
    mine = Signature.objects.filter(supporter=supporter, news__in=("", NewsChoice.CAMPAIGN))
    of_campaign = mine.filter(petition__campaign__news_list__public_id__in=[list_id] if list_id else [])
    of_campaign.update(news=NewsChoice.NO, changed=utc_today())


def want_no_updates(supporter: Supporter, list_id: UUID | None) -> None:
    """They do not want to hear any more what becomes of what they signed: of no petition, for the ledger
    names none."""
    mine = Signature.objects.filter(supporter=supporter, news__in=("", NewsChoice.ONLY_THIS))
    mine.update(news=NewsChoice.NO, changed=utc_today())


def live_signers(supporter_ids: Collection[int]) -> set[int]:
    """Those whom a counted signature still names, or one that may count again: until the signers' own rule
    of retention unties it."""
    rows = Signature.objects.counted_or_aside().filter(supporter__in=supporter_ids)
    return {pk for pk in rows.values_list("supporter", flat=True) if pk is not None}


def forget_signature(subject_id: UUID) -> None:
    """Finish an erasure that died halfway: a waiting row goes, a counted one stays, emptied."""
    forget_dead(Signature.objects.filter(subject_id=subject_id))


def forget_comment(subject_id: UUID) -> None:
    """A comment that nobody can read any more is no comment."""
    destroy_packs_of(Signature.objects.filter(comment__subject_id=subject_id))
    delete_comments(Comment.objects.filter(subject_id=subject_id))


def forget_report(subject_id: UUID) -> None:
    """A report whose words nobody can read any more still says what is wrong where."""
    PageReport.objects.filter(subject_id=subject_id).update(sealed=None, subject_id=None)


def forget_proof(subject_id: UUID) -> None:
    """An address that nobody can read any more proves nothing."""
    CampusProof.objects.filter(subject_id=subject_id).delete()


signature_eraser = Eraser(name="petitions", subjects=subjects_of, forget=forget_signatures)
