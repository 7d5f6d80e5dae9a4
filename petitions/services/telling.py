"""Telling the page and the signers that a petition was handed over, and what was answered."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from petitions.enums import DeliveryState, NewsAudience
from petitions.exceptions import PackNotMade
from petitions.models import Delivery, SignerNews, Update
from petitions.services.news import propose_news
from petitions.services.updates import propose_update, show_update
from privacy.actors import Actor
from privacy.localized import LocalizedText


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a delivery or its reply, and where: each place only if it was chosen."""

    title: LocalizedText
    text: LocalizedText
    # An https address where more of it can be read, or "".
    url: str = ""
    on_page: bool = False
    by_mail: bool = False


def tell_of_delivery(*, delivery: Delivery, told: Told, actor: Actor) -> None:
    """Show on the petition's page that it was handed over, and propose the mail to those who want news.

    Of one campus: on that campus's page alone, and to those only who signed there. A Mailer lets that mail
    through. Each is done once: where it was told before, nothing is added. Raises PackNotMade for what was
    not handed over, ValueError for a link that is not https.
    """
    _tell(delivery, told, update="update", news="news", day=delivery.day, actor=actor)


def tell_of_reply(*, delivery: Delivery, told: Told, actor: Actor) -> None:
    """The same, of what those addressed answered."""
    day = delivery.replied_on or delivery.day
    _tell(delivery, told, update="reply_update", news="reply_news", day=day, actor=actor)


def _tell(delivery: Delivery, told: Told, *, update: str, news: str, day: date, actor: Actor) -> None:
    with transaction.atomic():
        # Held, so that of two presses the second sees what the first one made.
        rows = Delivery.objects.select_for_update(of=("self",)).select_related("petition", "place")
        row = rows.get(pk=delivery.pk)
        if row.state != DeliveryState.HANDED_OVER:
            raise PackNotMade
        made: dict[str, Update | SignerNews] = {}
        if told.on_page and getattr(row, f"{update}_id") is None:
            made[update] = shown = propose_update(
                petition=row.petition,
                place=row.place,
                title=told.title,
                body=told.text,
                url=told.url,
                day=day,
                actor=actor,
            )
            show_update(update=shown, actor=actor)
        if told.by_mail and getattr(row, f"{news}_id") is None:
            made[news] = propose_news(
                petition=row.petition,
                place=row.place,
                audience=NewsAudience.OF_PETITION,
                subject=told.title,
                text=told.text,
                button_url=told.url,
                actor=actor,
            )
        if made:
            Delivery.objects.filter(pk=row.pk).update(**made)
    delivery.refresh_from_db()
