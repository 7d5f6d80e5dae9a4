"""Messages to signers who asked for news: proposed by whoever writes, let through by a Mailer."""

from django.db import transaction

from campaigns.enums import NewsChoice
from outbox.enums import SendState
from petitions.enums import NewsAudience, NewsState
from petitions.exceptions import NewsGone, TooFewTakers, TooSoon
from petitions.models import NewsLetter, Petition, Place, Signature, SignerNews
from petitions.selectors import APART, takers_of
from petitions.services.updates import refuse_insecure
from petitions.small_groups import SMALLEST_GROUP
from petitions.tasks import send_news
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from privacy.wakeups import wake


def propose_news(
    *,
    petition: Petition,
    place: Place | None = None,
    audience: NewsAudience,
    subject: LocalizedText,
    text: LocalizedText,
    button_label: LocalizedText | None = None,
    button_url: str = "",
    actor: Actor,
) -> SignerNews:
    """Keep a message for a Mailer to approve; it goes to nobody yet.

    ``subject`` and ``text`` are plain, with ``place`` it goes to those only who signed at that campus,
    ``button_url`` is an https address or "". Raises ValueError for a campus of another petition,
    another sort of link, or a message without subject or text.
    """
    news = new_news(
        petition=petition,
        place=place,
        audience=audience,
        subject=subject,
        text=text,
        button_label=button_label,
        button_url=button_url,
    )
    news.save(force_insert=True)
    return news


def new_news(
    *,
    petition: Petition,
    place: Place | None,
    audience: NewsAudience,
    subject: LocalizedText,
    text: LocalizedText,
    button_label: LocalizedText | None = None,
    button_url: str = "",
    is_local: bool = False,
) -> SignerNews:
    """The same, unsaved. Raises ValueError."""
    if place is not None and place.petition_id != petition.pk:
        raise ValueError("This campus is not one of the petition's.")
    refuse_insecure(button_url)
    if not any(subject.values()) or not any(text.values()):
        raise ValueError("A message needs a subject and a text.")
    return SignerNews(
        petition=petition,
        place=place,
        audience=audience,
        is_local=is_local,
        subject=subject,
        text=text,
        button_label=button_label or LocalizedText(),
        button_url=button_url,
    )


def approve_news(*, news: SignerNews, actor: Actor) -> None:
    """Have it sent, from now on, to everybody who asked for it. Only a member of staff approves.

    Raises NewsGone when it was decided on before, and ValueError for any other actor. For a message that
    an organizer of a campus wrote: TooSoon where another of this campus was let out within seven days,
    and TooFewTakers where it would go to fewer than ten.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff approves a message.")
    today = utc_today()
    with transaction.atomic():
        if news.is_local and news.place is not None:
            _refuse_local(news, news.place)
        values = {"state": NewsState.APPROVED, "approved_by": actor.user, "approved_on": today}
        if not SignerNews.objects.filter(pk=news.pk, state=NewsState.PROPOSED).update(
            **values, changed=today
        ):
            raise NewsGone
        wake(send_news)
    news.refresh_from_db()


def decline_news(*, news: SignerNews, actor: Actor) -> None:
    """Send it to nobody; it is deleted after 30 days. Raises NewsGone."""
    _move(news, left=NewsState.PROPOSED, entered=NewsState.DECLINED)


def stop_news(*, news: SignerNews, actor: Actor) -> None:
    """Send no more of it: who has not got it will not. Raises NewsGone where it is not being sent."""
    with transaction.atomic():
        _move(news, left=NewsState.APPROVED, entered=NewsState.ENDED)
        NewsLetter.objects.filter(message=news, state=SendState.QUEUED).delete()


def end_updates(*, signature: Signature, actor: Actor) -> bool:
    """Tell this signer no more of what becomes of this petition; nothing else they asked for ends.

    Also where they asked for more since, by a second form. Kept in ``Signature.news`` alone: only signing
    anew, with another answer, brings it back. Idempotent. False where this signature stands no more: the
    same person may have signed anew, and hears of that by another row.
    """
    rows = Signature.objects.counted_or_aside().filter(pk=signature.pk, supporter__isnull=False)
    # Also where a merge has silenced it: what is said now outlasts that merge.
    rows.exclude(news=NewsChoice.NO).update(news=NewsChoice.NO, changed=utc_today())
    return rows.exists()


def _refuse_local(news: SignerNews, place: Place) -> None:
    # Held: of two messages of one campus that are approved at once, the second sees the first.
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    others = SignerNews.objects.filter(
        place=place, is_local=True, state__in=(NewsState.APPROVED, NewsState.ENDED)
    ).exclude(pk=news.pk)
    if others.filter(approved_on__gt=utc_today() - APART).exists():
        raise TooSoon
    if takers_of(news).count() < SMALLEST_GROUP:
        raise TooFewTakers


def _move(news: SignerNews, *, left: NewsState, entered: NewsState) -> None:
    rows = SignerNews.objects.filter(pk=news.pk, state=left)
    if not rows.update(state=entered, changed=utc_today()):
        raise NewsGone
    news.state = entered
