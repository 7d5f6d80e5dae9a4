"""Texts in the active language, and in another where there is no other: marked as being in that. A leaf."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from privacy.localized import LocalizedText


def language_of(text: LocalizedText) -> str:
    """The language in which a text is shown, where that is another than the active one; else ""."""
    active = get_language() or ""
    language = text.best(active)[1]
    return "" if language == active else language


def marked(text: LocalizedText) -> SafeString:
    """The text, in an element that names its language where that is not the active one."""
    words, language = text.best(get_language() or "")[0], language_of(text)
    return format_html('<span lang="{}">{}</span>', language, words) if language else format_html("{}", words)
