"""What stands on a picture or a flyer of an event: public words only; of a guarded one, its area."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.posters.look import accent_now
from campaigns.posters.words import PosterUrls, PosterWords
from events.models import Event
from events.place_words import place_of
from events.selectors.rules import event_rules
from events.sharing import page_address
from events.spoken import when_of
from supporters.models import Organization


def poster_urls(event: Event) -> PosterUrls:
    """The addresses of its posters in the active language."""
    query = urlencode({"lang": get_language() or ""})
    card, story, flyer = (
        f"{reverse(f'countersign_event_{kind}', args=[event.public_id])}?{query}"
        for kind in ("card", "story", "flyer")
    )
    return PosterUrls(card, story, flyer if event_rules(event.public_id).is_open else "")


def words_for(event: Event) -> PosterWords | None:
    """The words in the active language; None for an event without a public page."""
    url = page_address(event)
    if not url:
        return None
    language = get_language() or ""
    dates = [one for one in event_rules(event.public_id).dates if not one.is_cancelled]
    when = when_of(dates[0]) if dates else ""
    happens = event.what_will_happen.best(language)[0]
    return PosterWords(
        language=language,
        accent=accent_now(),
        title=event.title_in(language),
        ask=" · ".join(part for part in (when, place_of(event), happens) if part),
        place=event.kind.name_in(language),
        count=when,
        verb=_("Come along"),
        url=url,
        organization=Organization.load().name,
    )
