"""Pictures to share and flyers to print: what stands on them, what never does, and what they cost."""

from io import BytesIO
from time import thread_time

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from campaigns import page_cache
from campaigns.posters import keeping, picture
from campaigns.posters.flyer import MOST_FLYERS, draw_flyer, draw_flyers
from campaigns.posters.look import DEFAULT_ACCENT, ink_on
from campaigns.posters.picture import CARD_SIZE, STORY_SIZE, draw_card, draw_story
from campaigns.posters.type import BOLD, LONGEST, drawable, fit
from campaigns.posters.words import PosterWords
from petitions import services
from petitions.models import PlaceTotal, Total
from petitions.posters.words import words_for, words_for_places
from petitions.selectors import forget_rules
from privacy.actors import Actor
from privacy.days import utc_today
from tests.petitions.factories import make_petition, open_place

pytestmark = pytest.mark.django_db
HOSTILE = [
    "Drop the contract " * 30,
    "W" * 400,
    "🚫" * 90,
    "لا للترحيل الآن",
    "a\u202eb\u2066c\x00d",
    "(\\) Tj ET Q <</JS (x)>> endstream endobj",
    "<script>alert(1)</script>",
    " ",
    "𝕏" * 50,
    "e" + "\u0301" * 500,
]


def make_words(**said) -> PosterWords:
    fields = {
        "language": "en",
        "accent": DEFAULT_ACCENT,
        "title": "Drop the contract",
        "ask": "Now",
        "place": "",
        "count": "1,204 people have signed",
        "verb": "Sign",
        "url": "https://example.org/en/drop/",
        "organization": "Neighbors",
    }
    return PosterWords(**{**fields, **said})


def size_of(png):
    return Image.open(BytesIO(png)).size


def text_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def url_of(kind, petition, at=""):
    name = "place" if at else "petition"
    return reverse(f"countersign_{name}_{kind}", args=[petition.public_id, *([at] if at else [])])


def get(client, url, status=200):
    page_cache.forget_near()
    caches["default"].clear()
    response = client.get(url)
    assert response.status_code == status
    return response


# --- what stands on them -------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "told"), [(24, ""), (25, "25 people have signed")])
def test_no_poster_tells_a_total_below_its_threshold(petition, petition_page, number, told):
    petition_page(petition)
    Total.objects.create(petition=petition, state="confirmed", day=utc_today(), amount=number)

    with translation.override("en"):
        assert words_for(petition).count == told


@pytest.mark.parametrize(("number", "told"), [(9, ""), (10, "10 pledges")])
def test_a_campus_has_its_own_threshold_and_not_the_petitions_total(petition_page, number, told):
    pledge = make_petition(is_pledge=True)
    bay = open_place(pledge, "Bay College")
    petition_page(pledge)
    Total.objects.create(petition=pledge, state="confirmed", day=utc_today(), amount=900)
    PlaceTotal.objects.create(place=bay, day=utc_today(), amount=number)

    with translation.override("en"):
        words = words_for(pledge, "bay-college")
        [same] = words_for_places(pledge, {bay.public_id})
    assert (words.count, words.place, words.verb) == (told, "Bay College", "Take the pledge")
    assert words == same
    assert words.url.endswith("/at/bay-college/")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_flyer_says_title_ask_address_and_who_asks_in_its_language(petition, petition_page, language):
    petition_page(petition, title="Drop the contract")
    hint = {"en": "Point a telephone’s camera", "es": "Apunta la cámara"}[language]
    text = text_of(
        draw_flyer(make_words(language=language, title="Cancelen el contrato ¡ya!", ask="¿Por qué? ñ"))
    )

    assert [
        word in text for word in ("Cancelen el contrato ¡ya!", "¿Por qué? ñ", "example.org/en/drop", hint)
    ] == [True] * 4


def test_the_codes_say_how_somebody_came(settings):
    words = make_words()

    assert words.code_for("flyer") == "https://example.org/en/drop/?source=flyer"
    assert words.short_address == "example.org/en/drop"


def test_the_ink_is_read_on_any_accent():
    assert [ink_on(colour) for colour in ("#d42a1e", "#ffd400", "#000000", "#ffffff")] == [
        "#ffffff",
        "#000000",
        "#ffffff",
        "#000000",
    ]


# --- files ---------------------------------------------------------------------------------------


def test_the_same_words_give_the_same_bytes_and_nothing_of_when_or_who(monkeypatch):
    draw_flyer.cache_clear()
    first, words = draw_flyer(make_words()), make_words()
    draw_flyer.cache_clear()
    info = PdfReader(BytesIO(first)).metadata

    assert draw_flyer(words) == first
    assert dict(info) == {"/Title": "Drop the contract", "/Producer": "Countersign"}
    assert [mark in first for mark in (b"/CreationDate", b"/ModDate", b"/ID", b"xmp")] == [False] * 4
    picture = Image.open(BytesIO(draw_card(words)))
    assert [key for key in picture.info if key != "transparency"] == []


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_are_drawn_or_left_out_and_break_nothing(title):
    words = make_words(title=title, place=title, ask=title, verb=title, organization=title, count=title)

    assert (size_of(draw_card(words)), size_of(draw_story(words))) == (CARD_SIZE, STORY_SIZE)
    assert len(PdfReader(BytesIO(draw_flyer(words))).pages) == 1


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=600))
def test_what_is_drawable_is_short_and_has_a_shape_for_each_letter(text):
    kept = drawable(text)

    assert len(kept) <= LONGEST
    assert [sign for sign in kept if sign not in BOLD.advances] == []


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="aW ñ-/", min_size=1, max_size=300), st.floats(40, 900), st.floats(30, 500))
def test_text_never_leaves_its_box(text, width, height):
    fitted = fit(drawable(text), BOLD, width=width, height=height, largest=90, least=20)

    assert all(
        BOLD.width(line, fitted.size) <= max(width, BOLD.width("W…", fitted.size)) for line in fitted.lines
    )
    assert len(fitted.lines) == 1 or fitted.height <= height


def test_a_title_in_letters_we_lack_gives_way_to_who_asks():
    assert drawable("لا للترحيل") == ""
    assert "Neighbors" in text_of(draw_flyer(make_words(title="لا للترحيل")))


def test_many_flyers_are_one_file_and_their_number_is_bounded():
    pages = PdfReader(BytesIO(draw_flyers([make_words(place=f"College {n}") for n in range(12)]))).pages

    assert [f"College {n}" in page.extract_text() for n, page in enumerate(pages)] == [True] * 12
    for number in (0, MOST_FLYERS + 1):
        with pytest.raises(ValueError, match="1 to 200"):
            draw_flyers([make_words()] * number)


def test_a_poster_that_is_asked_for_again_costs_nothing():
    words = make_words(title="Drawn once")
    first = draw_card(words)
    began = thread_time()

    assert draw_card(words) is first
    assert thread_time() - began < 0.01


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["card", "story", "flyer"])
@pytest.mark.parametrize("at", ["", "bay-college"])
def test_each_poster_has_an_address_that_every_cache_may_keep(client, petition, petition_page, kind, at):
    open_place(petition, "Bay College")
    petition_page(petition)
    response = get(client, f"{url_of(kind, petition, at)}?lang=es")

    assert response["Content-Type"] == ("application/pdf" if kind == "flyer" else "image/png")
    assert "public" in response["Cache-Control"]
    assert response["Content-Language"] == "es"
    assert response.cookies == {}


@pytest.fixture
def drawn(monkeypatch):
    """How often a card was drawn."""
    times = []
    draw = picture._Canvas.png
    monkeypatch.setattr(picture._Canvas, "png", lambda self: times.append(1) or draw(self))
    picture.draw_card.cache_clear()
    page_cache.forget_near()
    caches["default"].clear()
    return times


def test_nobody_has_a_poster_drawn_twice(client, petition, petition_page, drawn):
    petition_page(petition)
    url = url_of("card", petition)
    head = client.head(url)
    assert (head.status_code, head["Content-Type"], head.headers.get("Content-Length"), drawn) == (
        200,
        "image/png",
        None,
        [],
    )
    assert [client.get(f"{url}?page={number}").status_code for number in (1, 2)] == [404, 404]
    assert drawn == []
    first = client.get(url).content
    for number in range(3):
        # Another process, which has drawn nothing yet.
        picture.draw_card.cache_clear()
        client.cookies["sessionid"] = f"made-up-{number}"
        assert client.get(url).content == first
    assert int(client.head(url)["Content-Length"]) == len(first)
    assert len(drawn) == 1


def test_one_of_a_burst_draws_and_the_others_come_back(client, petition, petition_page, drawn):
    petition_page(petition)
    with translation.override("en"):
        key = keeping._key(words_for(petition), draw_card)
    caches["default"].add(f"{key}.lock", 1)
    busy = client.get(f"{url_of('card', petition)}?lang=en")

    assert (busy.status_code, busy["Retry-After"], busy["Cache-Control"], drawn) == (503, "2", "no-store", [])


def test_what_is_not_public_has_no_poster(client, petition, petition_page):
    place = open_place(petition, "Bay College")
    urls = [url_of(kind, petition, at) for kind in ("card", "story", "flyer") for at in ("", "bay-college")]
    missing = "00000000-0000-4000-8000-000000000000"
    urls += [reverse("countersign_petition_card", args=[missing])]
    # Without a page that everybody sees, there is nothing to share.
    assert [get(client, url, 404).status_code for url in urls] == [404] * len(urls)

    petition_page(petition)
    services.hide_place(place=place, actor=Actor.system())
    forget_rules()
    for url in (url_of("card", petition, "bay-college"), url_of("flyer", petition, "bay-college")):
        get(client, url, 404)
    get(client, url_of("card", petition, "nowhere"), 404)


def test_a_closed_petition_prints_no_flyer_and_keeps_its_picture(client, petition, petition_page):
    petition_page(petition)
    services.close_petition(petition=petition, actor=Actor.system())
    forget_rules()

    get(client, url_of("flyer", petition), 410)
    get(client, url_of("card", petition))


def test_the_pages_name_their_own_picture_for_other_sites(client, petition, petition_page):
    open_place(petition, "Bay College")
    page = petition_page(petition, title="Drop “it” <now>", ask="Why?")
    for path, at in (("", ""), ("at/bay-college/", "bay-college")):
        html = get(client, f"{page.get_url()}{path}").text
        picture = f"http://localhost:8000{url_of('card', petition, at)}?lang=en"
        assert f'<meta property="og:image" content="{picture}">' in html
        assert '<meta name="twitter:card" content="summary_large_image">' in html
        assert f'content="http://localhost:8000{page.get_url_parts()[2]}{path}">' in html
        assert "&lt;now&gt;" in html.split('og:title"', 1)[1].split(">")[0]


def test_many_campuses_cost_as_many_queries_as_one(petition, petition_page, django_assert_max_num_queries):
    places = [open_place(petition, f"College {number}") for number in range(12)]
    petition_page(petition)
    words_for_places(petition, {places[0].public_id})
    with django_assert_max_num_queries(6):
        words = words_for_places(petition, {place.public_id for place in places})

    assert [one.place for one in words] == sorted(place.institution.name for place in places)
