"""A pledge says pledge words, and an editor's own words stand wherever it is counted."""

import pytest
from django.core.cache import caches
from django.utils import translation

from campaigns import page_cache
from petitions.models import Petition, PlaceTotal, Total
from petitions.words import counted, noun_of, verb_of
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.factories import make_petition, open_place, sign, sign_and_confirm
from tests.petitions.test_place_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(db):
    return make_petition(is_pledge=True)


def count_so_many(petition, number, place=None):
    """So many counted, without making them."""
    Total.objects.create(petition=petition, state="confirmed", day=utc_today(), amount=number)
    if place is not None:
        PlaceTotal.objects.create(place=place, day=utc_today(), amount=number)


def texts(client, page, *paths):
    page_cache.forget_near()
    caches["default"].clear()
    return [text_of(client.get(f"{page.get_url()}{path}").text) for path in paths]


@pytest.mark.parametrize(
    ("language", "verb", "words"),
    [
        ("en", "Take the pledge", ["1 pledge", "1,204 pledges"]),
        ("es", "Me comprometo", ["1 compromiso", "1,204 compromisos"]),
    ],
)
def test_a_pledge_has_pledge_words_in_both_languages(pledge, language, verb, words):
    with translation.override(language):
        assert verb_of(pledge) == verb
        assert [counted(pledge, 1, "1"), counted(pledge, 1_204, "1,204")] == words


def test_a_petition_counts_people_who_have_signed(petition):
    with translation.override("en"):
        assert (verb_of(petition), noun_of(petition, 2)) == ("Sign", "")
        assert counted(petition, 1_204, "1,204") == "1,204 people have signed"


def test_a_pledge_says_so_on_each_of_its_pages(client, pledge, petition_page):
    place = open_place(pledge, "Bay College")
    page = petition_page(pledge, title="I will not work there")
    count_so_many(pledge, 1_204, place)
    form, campus, listed = texts(client, page, "", "at/bay-college/", "at/")

    assert ("Take the pledge" in form, "1,204 pledges" in form) == (True, True)
    assert "1,204 pledges at Bay College" in campus
    assert "1,204 pledges" in listed
    assert [word for word in ("Sign this petition", "have signed") if word in form + campus + listed] == []


def test_an_editors_words_stand_on_the_page_and_are_copied_for_all_else(client, pledge, petition_page):
    words = {"button": "I & mine", "noun_one": "promise", "noun_many": "promises", "ask": "Keep it"}
    page = petition_page(pledge, **words)
    count_so_many(pledge, 30)
    [text] = texts(client, page, "")
    pledge.refresh_from_db()

    assert "30 promises" in text
    assert "I &amp; mine" in text
    copied = [getattr(pledge, field)["en"] for field in ("verb", "noun_one", "noun_many", "ask")]
    assert copied == list(words.values())
    # The page of the whole installation's door, which is nobody's page.
    door = client.get(f"/do/petitions/{pledge.public_id}/signed/?lang=en")
    assert "30 promises" in text_of(door.text)
    # Words in one language say nothing in another.
    with translation.override("es"):
        assert (noun_of(pledge, 2), verb_of(pledge)) == ("compromisos", "Me comprometo")


def test_one_word_serves_for_one_and_for_many_where_the_other_is_missing(pledge):
    pledge.noun_many = LocalizedText(en="vows")
    with translation.override("en"):
        assert (noun_of(pledge, 1), noun_of(pledge, 2)) == ("vows", "vows")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_mail_of_a_pledge_says_sign_or_name(pledge, letters, language):
    sign_and_confirm(pledge, language=language)
    sign(pledge, "grace@example.org", language=language)
    written = [f"{content.subject} {content.text}".lower() for _kind, _to, content in letters()]
    wrong = ("your name", "my name", " sign ", "signature", "tu nombre", "mi nombre", " firma")

    assert len(written) == 2
    words = " ".join(word for text in written for word in text.split() if "http" not in word)
    assert [word for word in wrong if word in words] == []


def test_a_draft_shows_its_words_before_they_are_published(petition_page, pledge, rf):
    page = petition_page(pledge)
    page.button = "Count me in"
    response = page.make_preview_request()

    assert "Count me in" in response.rendered_content
    assert Petition.objects.get().verb.get("en") == ""
