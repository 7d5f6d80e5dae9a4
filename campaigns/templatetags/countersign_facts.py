"""What is known of targets and local fights, in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from campaigns import fight_pages
from campaigns.models import Measure
from campaigns.selectors import Votes
from privacy.localized import LocalizedText

register = template.Library()


@register.simple_tag
def said(text: LocalizedText) -> SafeString:
    """A text in the active language; in another, if there is no other, marked as being in that."""
    active = get_language() or ""
    words, language = text.best(active)
    return (
        format_html("{}", words)
        if language == active
        else format_html('<span lang="{}">{}</span>', language, words)
    )


@register.filter
def votes_words(votes: Votes) -> str:
    """“Needs 2 more votes: 4 for, 3 against, 2 unknown.”"""
    return fight_pages.votes_words(votes)


@register.filter
def fight_url(measure: Measure) -> str:
    """The page of a fight in the active language."""
    return fight_pages.fight_url(measure)
