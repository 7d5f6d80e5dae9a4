"""How letters of news are packed: who asked for it, and who refuses, is looked at when each is sent."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.core.mail import mailers
from django.db.models import QuerySet

from campaigns.domains import standing_of
from campaigns.enums import NewsChoice
from outbox.courier import Courier, Parcel
from outbox.enums import SendState, WhyNot
from outbox.exceptions import Gone, Skip, Undeliverable
from outbox.messages import build_message
from outbox.models import SendRow
from outbox.refusing import keep_bounce
from outbox.selectors import any_refused, fingerprints
from petitions.enums import NewsState
from petitions.jobs.letters import count_and_delete
from petitions.models import NewsLetter
from petitions.news_mail import recipient_of, write_news
from petitions.selectors import NO_NEWS, takers_of
from privacy.exceptions import BadAddress, Erased, NothingSealed

# What a row beside a signature must not say of an address (PRIVACY §4.1).
TELLING = (WhyNot.REFUSED, WhyNot.BOUNCED, WhyNot.INVALID)


class NewsCourier(Courier[NewsLetter]):
    """Packs letters of news: still approved, still wanted, not refused, written in the signer's language."""

    model: ClassVar[type[SendRow]] = NewsLetter

    def claimed(self, claim: UUID) -> QuerySet[NewsLetter]:
        return (
            super()
            .claimed(claim)
            .select_related(
                "message__petition__campaign__news_list",
                "message__place__institution",
                "message__place__jurisdiction",
                "signature__supporter",
                "signature__petition__campaign__news_list",
            )
        )

    def mailer_of(self, row: NewsLetter) -> str:
        # A site with one mail server has one alias.
        return "bulk" if "bulk" in mailers else "default"

    def pack(self, row: NewsLetter) -> Parcel[NewsLetter]:
        news = row.message
        # Asked anew: whoever stops it, or leaves, does so while this batch is claimed.
        if not type(news).objects.filter(pk=news.pk, state=NewsState.APPROVED).exists():
            raise Gone
        signature = takers_of(news).filter(pk=row.signature_id).values_list("pk", flat=True).first()
        if signature is None:
            raise Skip(WhyNot.REFUSED)
        try:
            recipient = recipient_of(row.signature)
        except (Erased, NothingSealed):
            raise Gone from None
        if standing_of(recipient.address) in NO_NEWS:
            raise Skip(WhyNot.REFUSED)
        try:
            prints = fingerprints(recipient.address)
        except BadAddress:
            raise Undeliverable(WhyNot.INVALID) from None
        # A no to the campaign's list is none to "what becomes of this petition", and a no to all is.
        of_campaign = row.signature.news == NewsChoice.CAMPAIGN
        list_id = news.petition.campaign.news_list.public_id if of_campaign else None
        if any_refused(prints, list_id):
            raise Skip(WhyNot.REFUSED)
        message = build_message(
            public_id=row.public_id,
            recipient=recipient,
            content=write_news(news, recipient),
            is_news=True,
            list_id=list_id,
        )
        return Parcel(row, message)

    def end(self, rows: Sequence[NewsLetter], claim: UUID, state: SendState, why: WhyNot | None) -> None:
        """A row that would tell what becomes of somebody's mail is a count at once."""
        if why not in TELLING:
            super().end(rows, claim, state, why)
            return
        mine = NewsLetter.objects.filter(pk__in=[row.pk for row in rows], claim=claim)
        count_and_delete(mine, state=state)

    def bounced(self, parcel: Parcel[NewsLetter]) -> None:
        keep_bounce(parcel.address)
