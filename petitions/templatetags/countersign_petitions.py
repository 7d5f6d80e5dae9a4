"""A petition's own words in templates: of the page at hand, else those last published."""

from collections.abc import Mapping
from typing import Any

from django import template

from petitions import words
from petitions.models import Petition

register = template.Library()


@register.simple_tag(takes_context=True)
def verb_of(context: Mapping[str, Any], petition: Petition) -> str:
    """What the petition's buttons say."""
    return words.verb_of(petition, _own(context, petition, "button"))


@register.simple_tag(takes_context=True)
def noun_of(context: Mapping[str, Any], petition: Petition, number: int) -> str:
    """What is counted, as it stands behind the number; "" where people "have signed"."""
    own = _own(context, petition, "noun_one"), _own(context, petition, "noun_many")
    return words.noun_of(petition, number, own)


def _own(context: Mapping[str, Any], petition: Petition, field: str) -> str:
    """The page's own words, if it presents this petition: in a preview they are not published yet."""
    page = context.get("page")
    return getattr(page, field, "") if getattr(page, "petition_id", None) == petition.pk else ""
