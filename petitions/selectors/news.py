"""Who asked for a message, and what became of it: numbers, and never who."""

from collections import Counter

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campaigns.enums import DomainStanding, NewsChoice
from petitions.enums import NewsAudience, NewsState
from petitions.models import NewsLetter, NewsLetterCount, Petition, Signature, SignerNews
from supporters.models import Subscription

# Mail there is read by others: no news goes to it, whenever its domain became known as such.
NO_NEWS = (DomainStanding.CAMPUS, DomainStanding.TARGET)


def takers_of(news: SignerNews) -> QuerySet[Signature]:
    """The signatures whose people this message may go to as things stand now. See ``news_takers()``."""
    return news_takers(news.petition, news.place_id, NewsAudience(news.audience))


def news_takers(petition: Petition, place_id: int | None, audience: NewsAudience) -> QuerySet[Signature]:
    """Signatures that count and whose people asked for such news; with ``place_id`` at that campus.

    "News of the campaign" holds while they are subscribed to its list; "only what becomes of this
    petition" until they say otherwise, and for messages of the petition only. Never a school's address,
    never a test. What else an address refuses is looked at when the letter is sent.
    """
    subscribed = Subscription.objects.subscribed().filter(
        supporter=OuterRef("supporter"), list=petition.campaign.news_list_id
    )
    wanted = Q(Exists(subscribed), news=NewsChoice.CAMPAIGN)
    if audience == NewsAudience.OF_PETITION:
        wanted |= Q(news=NewsChoice.ONLY_THIS)
    rows = Signature.objects.counted().filter(
        wanted, petition=petition, supporter__isnull=False, on_campus_mail=False
    )
    return rows if place_id is None else rows.filter(place=place_id)


def waiting_news(petitions: QuerySet[Petition]) -> QuerySet[SignerNews]:
    """Messages under these petitions that wait for approval, oldest first."""
    rows = SignerNews.objects.filter(state=NewsState.PROPOSED, petition__in=petitions)
    return rows.select_related("petition__campaign", "place__institution", "place__jurisdiction").order_by(
        "pk"
    )


def approved_news(petitions: QuerySet[Petition]) -> QuerySet[SignerNews]:
    """Messages under these petitions that are being sent or were, newest first."""
    rows = SignerNews.objects.filter(state__in=(NewsState.APPROVED, NewsState.ENDED), petition__in=petitions)
    return rows.select_related("petition__campaign", "place__institution", "place__jurisdiction").order_by(
        "-pk"
    )


def became_of(news: SignerNews) -> Counter[str]:
    """How many letters of a message stand where, or ended how. Two queries."""
    rows = NewsLetter.objects.filter(message=news).order_by().values_list("state").annotate(n=Count("pk"))
    counts = NewsLetterCount.objects.filter(message=news).values_list("state", "number")
    found: Counter[str] = Counter()
    for state, number in (*rows, *counts):
        found[state] += number
    return found
