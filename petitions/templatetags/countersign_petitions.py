"""A petition's own words in templates: of the page at hand, else those last published."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.utils.translation import get_language, override

from petitions import place_names, words
from petitions.models import Petition, Place, Update
from petitions.posters.words import urls_for
from petitions.selectors import shown_update, sign_rules
from privacy.localized import LocalizedText

register = template.Library()
register.filter(place_names.name_and_city)


@register.simple_tag(takes_context=True)
def verb_of(context: Mapping[str, Any], petition: Petition) -> str:
    """What the petition's buttons say."""
    return words.verb_of(petition, _own(context, petition, "button"))


@register.simple_tag(takes_context=True)
def noun_of(context: Mapping[str, Any], petition: Petition, number: int) -> str:
    """What is counted, as it stands behind the number; "" where people "have signed"."""
    own = _own(context, petition, "noun_one"), _own(context, petition, "noun_many")
    return words.noun_of(petition, number, own)


@register.simple_tag
def told_as(update: Update) -> str:
    """The heading of an update in the active language; of a milestone, made of its number."""
    return shown_update(update).title


class Spoken(NamedTuple):
    """A text, and the language it is in."""

    text: str
    language: str


@register.simple_tag
def best_text(text: LocalizedText) -> Spoken:
    """A text in the active language, else in the first it has: with its language, for ``lang=``."""
    return Spoken(*text.best(get_language() or ""))


@register.inclusion_tag("petitions/flyer_links.html")
def flyer_links(petition: Petition, place: Place | None = None) -> dict[str, Any]:
    """Where the flyer and the picture of a petition, or of one of its campuses, are in each language."""
    spoken = sign_rules(petition.public_id).page_paths
    at = place.slug if place is not None else ""
    posters = []
    for code, name in settings.LANGUAGES:
        if code in spoken and (place is None or place.is_open):
            with override(code):
                posters.append((name, code, urls_for(petition, at)))
    return {"posters": posters}


def _own(context: Mapping[str, Any], petition: Petition, field: str) -> str:
    """The page's own words, if it presents this petition: in a preview they are not published yet."""
    page = context.get("page")
    return getattr(page, field, "") if getattr(page, "petition_id", None) == petition.pk else ""
