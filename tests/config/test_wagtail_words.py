"""The words we lend to Wagtail's Spanish."""

import re
from pathlib import Path

import wagtail
from django.utils import translation

from config.wagtail_words import ONE


def english_of_wagtail() -> set[str]:
    """All that Wagtail marks for translation, from its English catalogues."""
    found = set()
    for po in Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
        for message in re.findall(r'^msgid ((?:"(?:.*)"\n)+)', po.read_text(), re.MULTILINE):
            lines = re.findall(r'^"(.*)"$', message, re.MULTILINE)
            found.add("".join(lines).replace('\\"', '"'))
    return found


def test_wagtail_still_says_what_we_translate_for_it():
    assert set(ONE) - english_of_wagtail() == set()


def test_the_staff_side_speaks_our_spanish():
    with translation.override("es"):
        said = {words: translation.gettext(words) for words in ONE}
        pages = translation.ngettext(
            '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>', "", 2
        )
    assert [words for words, spanish in said.items() if words == spanish] == []
    assert pages == '%(total)s páginas <span class="w-sr-only">en %(site_name)s</span>'
