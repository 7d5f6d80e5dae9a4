"""Sending an approved message: the ledger is filled in batches, drained, and the message ended.

The tables are the record of work. Killed anywhere, the next run goes on: a batch and how far it came
are one commit, and the unique pair of message and signature keeps a second row from being made.
"""

from datetime import date
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from outbox.drain import drain
from outbox.enums import SendState, WhyNot
from outbox.models.rows import ENDED
from petitions.enums import NewsState, UpdateState
from petitions.jobs.letters import count_and_delete
from petitions.models import NewsLetter, SignerNews, Update
from petitions.news_courier import NewsCourier
from petitions.selectors import takers_of
from privacy.days import utc_today

BATCH = 500
UNDER_WAY = (SendState.QUEUED, SendState.CLAIMED, SendState.SENDING)


def send_news() -> bool:
    """Fill, send and end what is approved; True if it stopped for the time while there was more."""
    fill_news()
    if drain(NewsCourier()):
        return True
    end_news()
    return False


def fill_news(batch: int = BATCH) -> int:
    """Make a row for everybody who asked for an approved message; returns how many.

    In the order of signatures' keys, one batch a transaction. Two runs at once fill different messages.
    """
    made = 0
    while True:
        with transaction.atomic():
            approved = SignerNews.objects.filter(state=NewsState.APPROVED, is_filled=False)
            locked = approved.select_for_update(skip_locked=True, of=("self",))
            news = locked.select_related("petition__campaign").order_by("pk").first()
            if news is None:
                return made
            takers = takers_of(news).filter(pk__gt=news.filled_to).order_by("pk")
            ids = list(takers.values_list("pk", flat=True)[:batch])
            NewsLetter.objects.bulk_create(
                [NewsLetter(message=news, signature_id=pk) for pk in ids], ignore_conflicts=True
            )
            SignerNews.objects.filter(pk=news.pk).update(
                filled_to=ids[-1] if ids else news.filled_to, is_filled=len(ids) < batch
            )
        made += len(ids)


def end_news() -> int:
    """Note which messages have nothing left to send; returns how many."""
    under_way = NewsLetter.objects.filter(message=OuterRef("pk"), state__in=UNDER_WAY)
    over = SignerNews.objects.filter(~Exists(under_way), state=NewsState.APPROVED, is_filled=True)
    return over.update(state=NewsState.ENDED, changed=utc_today())


def forget_news() -> None:
    """After a restore: what the backup was sending, or still waited for, has gone out since or never goes."""
    over = {"claim": None, "lease_until": None, "due": None, "changed": utc_today()}
    with transaction.atomic():
        rows = NewsLetter.objects.all()
        rows.filter(state=SendState.SENDING).update(state=SendState.UNKNOWN, why=WhyNot.RESTORED, **over)
        waiting = rows.filter(state__in=(SendState.QUEUED, SendState.CLAIMED))
        waiting.update(state=SendState.SKIPPED, why=WhyNot.RESTORED, **over)
        SignerNews.objects.filter(state=NewsState.APPROVED).update(
            state=NewsState.ENDED, is_filled=True, changed=utc_today()
        )
        SignerNews.objects.filter(state=NewsState.PROPOSED).update(
            state=NewsState.DECLINED, changed=utc_today()
        )


# --- what goes by itself -------------------------------------------------------------------------


def letters_before(cutoff: date) -> QuerySet[NewsLetter]:
    """Rows that ended before the cutoff, or were never sent for all that time though they were due."""
    stuck = Q(state=SendState.QUEUED) & (Q(due__isnull=True) | Q(due__lte=timezone.now()))
    return NewsLetter.objects.filter(Q(state__in=ENDED) | stuck, changed__lt=cutoff)


def enforce_letters(cutoff: date) -> int:
    """Turn old rows into counts by message and state; returns how many rows."""
    keys = list(letters_before(cutoff).order_by("pk").values_list("pk", flat=True))
    return sum(
        count_and_delete(letters_before(cutoff).filter(pk__in=batch)) for batch in batched(keys, BATCH)
    )


def words_before(cutoff: date) -> tuple[QuerySet[Update], QuerySet[SignerNews]]:
    """Updates and messages that nobody let through, and updates that were hidden before the cutoff.

    No milestone: its row is why it is not noted again.
    """
    kept_back = {"created__lt": cutoff}
    untold = Q(state__in=(UpdateState.PROPOSED, UpdateState.DECLINED), **kept_back)
    return (
        Update.objects.filter(
            untold | Q(state=UpdateState.HIDDEN, changed__lt=cutoff), milestone__isnull=True
        ),
        SignerNews.objects.filter(state__in=(NewsState.PROPOSED, NewsState.DECLINED), **kept_back),
    )


def count_words(cutoff: date) -> int:
    """How many of these should be gone by now."""
    return sum(rows.count() for rows in words_before(cutoff))


def enforce_words(cutoff: date) -> int:
    """Delete them; returns how many."""
    return sum(rows.delete()[0] for rows in words_before(cutoff))
