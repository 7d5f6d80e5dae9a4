"""What the holder of a campus link may write: updates, and one message in seven days. Staff let it out."""

from datetime import date

from django.db import transaction

from petitions.enums import NewsAudience, PlaceState, UpdateState
from petitions.exceptions import OrganizerGone, TooManyUpdates, TooSoon
from petitions.models import CampusOrganizer, Place, SignerNews, Update
from petitions.selectors import next_local_news, waiting_local_news
from petitions.services.news import new_news
from petitions.services.updates import propose_update
from privacy.actors import Actor
from privacy.localized import LocalizedText

# Updates of one campus that may wait for a moderator at once.
MOST_WAITING = 5


def tell_from_campus(
    *,
    organizer: CampusOrganizer,
    title: LocalizedText,
    body: LocalizedText,
    url: str,
    day: date,
    actor: Actor,
) -> Update:
    """Propose an update of the campus; sent twice it waits once.

    Raises TooManyUpdates while five of this campus wait, OrganizerGone, and what ``propose_update()``
    raises.
    """
    with transaction.atomic():
        place = _only_one(organizer)
        waiting = list(Update.objects.filter(place=place, state=UpdateState.PROPOSED))
        for one in waiting:
            if (one.title, one.body, one.url, one.day) == (title, body, url, day):
                return one
        if len(waiting) >= MOST_WAITING:
            raise TooManyUpdates
        return propose_update(
            petition=organizer.place.petition,
            place=place,
            title=title,
            body=body,
            url=url,
            day=day,
            actor=actor,
        )


def write_from_campus(
    *,
    organizer: CampusOrganizer,
    subject: LocalizedText,
    text: LocalizedText,
    button_label: LocalizedText,
    button_url: str,
    actor: Actor,
) -> SignerNews:
    """Propose a message to those at this campus who asked for news of the campaign; sent twice it waits once.

    At most one in seven days a campus, and none while one still waits; one that was declined does not
    count. Raises TooSoon, OrganizerGone, and what ``propose_news()`` raises.
    """
    with transaction.atomic():
        place = _only_one(organizer)
        said = (subject, text, button_label, button_url)
        last = waiting_local_news(place)
        if last is not None and (last.subject, last.text, last.button_label, last.button_url) == said:
            return last
        if last is not None or next_local_news(place) is not None:
            raise TooSoon
        news = new_news(
            petition=organizer.place.petition,
            place=place,
            audience=NewsAudience.OF_CAMPAIGN,
            subject=subject,
            text=text,
            button_label=button_label,
            button_url=button_url,
            is_local=True,
        )
        news.save(force_insert=True)
    return news


def _only_one(organizer: CampusOrganizer) -> Place:
    """Hold the campus, so that of two who write at once the second sees what the first wrote.

    And the link, looked at anew: who ends it waits for this, or has ended it. Raises OrganizerGone.
    """
    place = Place.objects.select_for_update(no_key=True).get(pk=organizer.place_id)
    link = CampusOrganizer.objects.live().select_for_update(no_key=True).filter(pk=organizer.pk)
    if place.state != PlaceState.OPEN or link.first() is None:
        raise OrganizerGone
    return place
