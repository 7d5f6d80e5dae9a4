"""The blocks of a body: drawn whole, in both languages, also where what they name is gone."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from campaigns.page_cache import purge_all
from pages.blocks import BodyBlock
from pages.models import CampaignImage
from supporters.models import List
from tests.site.body_values import (
    NO_LINK,
    every_block,
    hollow,
    make_document,
    make_facts,
    make_page,
    make_picture,
    office,
    photo,
)
from tests.site.page_builders import make_home
from tests.site.test_pages import Seen

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary files of new renditions to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
]

SAYING = ["heading", "text", "hero", "facts", "quote", "steps", "wins", "faq", "callout"]
SHOWING = ["columns", "picture", "video", "table", "documents", "link_card", "partners"]
DOING = ["events", "write", "call", "join", "share"]
NAMES = [*SAYING, *SHOWING, *DOING, "dossier", "contracts", "fights"]
# What one body may ask of the database, whatever is in it (issue 8).
MOST_QUERIES = 22


@pytest.fixture
def home(ground):
    return make_home(ground)


@pytest.fixture
def draw(client, django_capture_on_commit_callbacks):
    """The page as the next visitor gets it who finds it in no cache."""

    def drawn(page):
        with django_capture_on_commit_callbacks(execute=True):
            purge_all()
        answer = client.get(page.url)
        assert answer.status_code == 200
        return answer.content.decode()

    return drawn


def words_of(html):
    """What is read in the main part, as one line."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_body_offers_every_block_of_the_plan():
    assert sorted(BodyBlock().child_blocks) == sorted([*NAMES, "action"])


def test_every_block_is_drawn_without_foreign_host_inline_script_or_an_id_twice(draw, home):
    target = office()
    make_facts(target)
    body = every_block(target=target)
    page = make_page(home, [*body, *body])

    seen = Seen(draw(page))

    assert seen.inline == []
    assert [address for address in seen.loaded if "//" in address] == []
    assert len(seen.ids) == len(set(seen.ids))
    assert [tag for tag, _attributes in seen.tags].count("iframe") == 0


def test_every_block_says_what_was_written(draw, home):
    target = office()
    make_facts(target)
    words = words_of(draw(make_page(home, every_block(target=target))))

    for said in (
        "A heading", "Some words", "End it", "41", "Never again.", "You sign.", "A newer win", "Why?", "Mind",
        "Beside", "A caption · CC0", "Play: A film", "Votes by city", "Oakland", "A flyer", "PDF", "Theirs",
        "No dates are set yet.", "Write to The council", "Call (415) 555-0100", "Join the list",
        "Tell one person", "Case management software", "The same as a table",
    ):  # fmt: skip
        assert (said, said in words) == (said, True)
    assert words.index("A newer win") < words.index("An older win")


def test_a_spanish_page_says_it_in_spanish(draw, home):
    spanish = make_home(home, "es", translation_of=home)
    words = words_of(draw(make_page(spanish, every_block())))

    for said in ("Escribe a The council", "Unirme a la lista", "Ver: A film", "Fuente:"):
        assert (said, said in words) == (said, True)


def test_pictures_come_in_two_formats_and_with_their_description(draw, home):
    image = make_picture(size=(1200, 900))
    html = draw(make_page(home, [("picture", photo(image))]))

    assert re.findall(r'<source[^>]* type="image/([a-z]+)"', html) == ["avif"]
    assert 'alt="A square, described"' in html
    assert re.findall(r" (\d+)w", html) == ["480", "960", "1200"] * 2


def test_a_picture_that_is_gone_leaves_no_hole(draw, home):
    image = make_picture()
    page = make_page(home, [("picture", photo(image)), ("text", "<p>After it.</p>")])
    CampaignImage.objects.all().delete()

    html = draw(page)

    assert ("cs-picture" in html, "After it." in html) == (False, True)


def test_a_picture_whose_file_is_gone_leaves_no_hole(draw, home):
    image = make_picture()
    image.file.storage.delete(image.file.name)

    html = draw(make_page(home, [("picture", photo(image)), ("text", "<p>After it.</p>")]))

    assert ("cs-picture" in html, "After it." in html) == (False, True)


def test_whatever_blocks_name_may_be_gone(draw, home):
    target, image, document = office(), make_picture(), make_document()
    mail_list = List.objects.create(name={"en": "News"}, is_public=True)
    blocks = every_block(image=image, document=document, target=target, mail_list=mail_list)
    page = make_page(home, blocks)
    for row in (image, document, target, mail_list):
        type(row).objects.filter(pk=row.pk).delete()

    words = words_of(draw(page))

    assert [said for said in ("Write to", "Call", "Join", "A flyer", "None") if said in words] == []


def test_a_list_that_is_public_no_more_takes_no_names(draw, home):
    mail_list = List.objects.create(name={"en": "News"}, is_public=True)
    page = make_page(home, [("join", {"list": mail_list.pk, "heading": "", "words": ""})])
    List.objects.update(is_public=False)

    assert "<form" not in draw(page)


def test_a_button_leads_to_no_page_that_is_not_public(draw, home):
    aim = make_page(home, [], title="Aim")
    link = {"label": "Act", "page": aim.pk, "url": ""}
    page = make_page(home, [("callout", {"heading": "", "words": "<p>So.</p>", "link": link})])
    assert f'href="{aim.url}"' in draw(page)

    aim.unpublish()

    assert ">Act<" not in draw(page)


def test_a_text_leads_to_the_page_in_its_language_and_to_none_that_is_not_live(draw, home):
    spanish = make_home(home, "es", translation_of=home)
    aim = make_page(home, [], title="Aim")
    aim_in_spanish = make_page(spanish, [], title="Meta", translation_of=aim)
    text = f'<p><a linktype="page" id="{aim.pk}">there</a> <a linktype="page" id="999999">gone</a></p>'
    page, in_spanish = make_page(home, [("text", text)]), make_page(spanish, [("text", text)])
    assert f'<a href="{aim.url}">there</a> <a>gone</a>' in draw(page)
    assert f'<a href="{aim_in_spanish.url}">there</a>' in draw(in_spanish)

    aim_in_spanish.unpublish()
    assert f'<a href="{aim.url}">there</a>' in draw(in_spanish)

    aim.unpublish()
    assert "<a>there</a>" in draw(page)


def test_sixty_blocks_and_titles_of_four_hundred_letters_stay_whole(draw, home):
    long = "Surveillance " * 31
    hero = {"kicker": "", "heading": long, "lead": long, "image": None, "link": NO_LINK}
    blocks = [("heading", long), ("hero", hero), ("text", f"<p>{long}</p>")] * 20

    assert words_of(draw(make_page(home, blocks))).count(long.strip()) == 80


def test_an_empty_body_draws_nothing(draw, home):
    assert words_of(draw(make_page(home, [], title="Bare"))) == "Bare"


def test_empty_fields_everywhere_stay_whole(draw, home):
    offered = BodyBlock().child_blocks
    empty = [(name, hollow(offered[name])) for name in NAMES]

    words = words_of(draw(make_page(home, empty)))
    assert "None" not in words


def test_forty_eight_blocks_ask_the_database_as_often_as_twenty_four(draw, home):
    target = office()
    make_facts(target)
    pictures = [make_picture(f"Square {number}") for number in range(4)]

    spanish = make_home(home, "es", translation_of=home)

    def queries(times):
        blocks = [
            block for picture in pictures[:times] for block in every_block(image=picture, target=target)
        ]
        page = make_page(home, blocks, title=f"Long {times}")
        make_page(spanish, [], title=f"Long {times}", translation_of=page)
        # The first visitor has the renditions made.
        draw(page)
        with CaptureQueriesContext(connection) as asked:
            draw(page)
        # The page cache may be a table of the same database.
        return [
            query["sql"]
            for query in asked.captured_queries
            if query["sql"].startswith("SELECT") and "countersign_cache" not in query["sql"]
        ]

    once, twice = queries(1), queries(2)
    assert len(once) == len(twice)
    assert len(twice) <= MOST_QUERIES


def test_every_block_can_be_shown_to_editors_before_they_choose_it(home):
    target = office()
    make_facts(target)
    make_picture(), make_document()
    List.objects.create(name={"en": "News"}, is_public=True)
    for language in ("en", "es"):
        with translation.override(language):
            for name, block in BodyBlock().child_blocks.items():
                assert (name, block.is_previewable, bool(block.get_description())) == (name, True, True)
                shown = block.render(block.get_preview_value()).strip()
                # There is no action yet that could be picked.
                assert (name, bool(shown)) == (name, name != "action")
