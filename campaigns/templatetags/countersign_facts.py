"""What is known of targets and local fights, in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns import fight_pages
from campaigns.marked import language_of, marked
from campaigns.models import Measure
from campaigns.selectors import Votes
from privacy.localized import LocalizedText

register = template.Library()


@register.simple_tag
def said(text: LocalizedText) -> SafeString:
    """A text in the active language; in another, if there is no other, marked as being in that."""
    return marked(text)


@register.simple_tag
def lang_of(text: LocalizedText) -> SafeString | str:
    """What marks an element that holds a text in another language than the active one; else nothing."""
    language = language_of(text)
    return format_html(' lang="{}"', language) if language else ""


@register.filter
def votes_words(votes: Votes) -> str:
    """“Needs 2 more votes: 4 for, 3 against, 2 unknown.”"""
    return fight_pages.votes_words(votes)


@register.filter
def fight_url(measure: Measure) -> str:
    """The page of a fight in the active language."""
    return fight_pages.fight_url(measure)
