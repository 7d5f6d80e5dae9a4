"""Staff may look for anything: a quotation mark, a page of text, a word without an end."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.search.query import MATCH_ALL, MATCH_NONE, And, Not, Phrase, PlainText

from config.searching import MOST_LETTERS, MOST_WORDS, shortened
from tests.site.body_values import make_document
from tests.site.page_builders import make_guide, make_home
from tests.site.words import make_table_of_words

SAID = {
    "a quotation mark": 'keep "cameras away',
    "marks alone": "\" ' ( * ^ : { % NEAR(",
    "many words": "cameras " * 600,
    "many phrases": '"keep" cameras ' * 600,
    "a word without an end": "x" * 8000,
}
SURFACES = [
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page_search",
    "wagtailimages:index",
    "wagtailimages:index_results",
    "wagtailimages_chooser:choose_results",
    "wagtaildocs:index",
    "wagtaildocs:index_results",
    "wagtaildocs_chooser:choose_results",
    "wagtailusers_users:index",
    "wagtailredirects:index",
    "campaign:index",
    "petition:index",
    "target:index",
]


@pytest.fixture
def home(ground):
    make_table_of_words()
    home = make_home(ground)
    make_guide(home, title="Keep cameras away")
    make_document("Cameras")
    call_command("update_index", verbosity=0)
    return home


def titles(answer):
    return [page.title for page in answer.context["object_list"]]


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_whatever_staff_look_for_there_is_an_answer(home, admin_client, said):
    explorer = [reverse("wagtailadmin_explore", args=[home.pk]) + at for at in ("", "results/")]
    asked = [*explorer, *map(reverse, SURFACES)]

    assert [path for path in asked if admin_client.get(path, {"q": said}).status_code != 200] == []


@pytest.mark.parametrize("said", ["cameras", '"keep cameras"', 'keep "cameras', "cameras " * 600, "keep cam"])
def test_staff_find_a_page_by_its_words_marks_and_all(home, admin_client, said):
    explorer = admin_client.get(reverse("wagtailadmin_explore", args=[home.pk]), {"q": said})
    search = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": said})

    assert [titles(explorer), titles(search)] == [["Keep cameras away"]] * 2


def test_of_a_long_question_the_beginning_is_looked_for():
    assert shortened("word " * 600) == " ".join(["word"] * MOST_WORDS)
    assert shortened("x" * 8000) == "x" * MOST_LETTERS
    assert shortened('one "two') == "one two"
    assert shortened('" "') == MATCH_NONE


def test_a_question_of_many_parts_is_as_long_as_one():
    parts = [one for _ in range(600) for one in (PlainText("one", "or"), Phrase("two three"))]

    asked = shortened(And([And(parts), MATCH_ALL, Not(MATCH_ALL)]))

    assert repr(asked) == repr(And([And(parts[:20]), MATCH_ALL, Not(MATCH_ALL)]))
    assert shortened(And([Phrase('"'), PlainText("")])) == MATCH_NONE
