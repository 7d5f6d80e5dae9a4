"""A third language, written from right to left: no word is left in English, and the page is turned around."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, override, trans_real
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page

from donations.models import Designation, Fundraiser
from events.models import Event, EventKind, Occurrence, Question
from pages.models import HomePage
from petitions.models import Affiliation, Petition, Place, Update
from supporters.models import List, Organization
from tests.site.pseudo import PseudoTranslation, Words

ARABIC = "نص قصير باللغة العربية"
# Of a body: what is no text for a reader.
NOT_READ = {"type", "id", "kind", "public_id", "url", "link", "month", "year", "style", "page", "document"}
# Names of things that are the same in every language.
NAMES = {"Countersign", "Archivo", "SIL", "Open", "Font", "License", "Bluesky", "WhatsApp", "Google"}
NAMES |= {"Calendar", "Outlook", "PST", "EST", "USD", "California"}
# What staff wrote into rows: in whichever language they did, and forms can mark no option of theirs.
ROWS = (
    Organization,
    List,
    Petition,
    Place,
    Affiliation,
    Update,
    EventKind,
    Event,
    Occurrence,
    Question,
    Fundraiser,
    Designation,
    *apps.get_app_config("countersign_campaigns").get_models(),
)


@pytest.fixture
def arabic(settings):
    """Arabic as the third language of the site, each sentence of the software in Arabic letters."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    trans_real._translations["ar"] = PseudoTranslation("ar")
    yield "ar"
    trans_real._translations.pop("ar", None)


def in_arabic(value):
    """What a body holds, each text of it in Arabic."""
    if isinstance(value, dict):
        return {key: one if key in NOT_READ else in_arabic(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [in_arabic(one) for one in value]
    if isinstance(value, str) and value:
        return f"<p>{ARABIC}</p>" if value.startswith("<") else ARABIC
    return value


def translate(page, locale):
    """The page in Arabic: each of its own texts and its body, published."""
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.title = copy.draft_title = ARABIC
    for field in copy._meta.concrete_fields:
        value = getattr(copy, field.attname)
        if isinstance(field, StreamField):
            setattr(copy, field.name, field.to_python(list(in_arabic(value.get_prep_value()))))
        elif isinstance(field, RichTextField) and value:
            setattr(copy, field.name, f"<p>{ARABIC}</p>")
        elif field.model not in Page.__mro__ and isinstance(field, models.CharField | models.TextField):
            setattr(copy, field.name, ARABIC if value and not field.choices else value)
    copy.save_revision().publish()
    return copy


@pytest.fixture
def arabic_pages(demo, arabic):
    locale = Locale.objects.create(language_code="ar")
    english = HomePage.objects.get(locale__language_code="en").get_descendants(inclusive=True).live()
    return [translate(page.specific, locale) for page in english.order_by("path")]


def phrases_in(value):
    """Every string that a column holds."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [phrase for one in inner for phrase in phrases_in(one)]
    return [value] if isinstance(value, str) and len(value) > 2 else []


@pytest.fixture
def written(demo):
    """What is written in rows, the longest first."""
    rows = [row for model in ROWS for row in model._base_manager.values_list()]
    return sorted(
        {line for row in rows for one in row for phrase in phrases_in(one) for line in phrase.splitlines()},
        key=len,
        reverse=True,
    )


def left_in_english(html, written):
    return sorted(set(Words(html, "ar", without=written).found) - NAMES)


def shown(client, path):
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 200, path
    assert re.search(r'<html lang="ar"[^>]* dir="rtl"', html), path
    return html


def test_every_page_of_the_tree_is_turned_around_and_has_no_english_word(arabic_pages, written, client):
    left = {}
    for page in arabic_pages:
        if "archived" in getattr(getattr(page, "petition", None), "state", ""):
            continue
        if words := left_in_english(shown(client, page.get_url_parts()[2]), written):
            left[f"{type(page).__name__} {page.pk}"] = words

    assert left == {}


def test_the_pages_below_do_speak_it_too(arabic_pages, written, client):
    List.objects.update(is_public=True)
    petition, news = Petition.objects.order_by("pk").first(), List.objects.order_by("pk").first()
    paths = [
        *(reverse(f"countersign_{name}") for name in ("house_rules", "really_us")),
        reverse("privacy:what_we_hold"),
        reverse("countersign_petition_thanks", args=[petition.public_id]),
        *(reverse(f"countersign_supporters:{name}") for name in ("ask_door", "asked_door", "lists")),
        reverse("countersign_supporters:join_list", args=[news.public_id]),
    ]

    # The names of columns, for who reads code, stand behind the last heading of "What we hold".
    left = {
        path: left_in_english(shown(client, f"{path}?lang=ar").split("<details>")[0], written)
        for path in paths
    }
    assert {path: words for path, words in left.items() if words} == {}


def test_the_switch_names_the_third_language_in_itself(arabic_pages, demo, client):
    home = HomePage.objects.get(locale__language_code="en")
    with override("en"):
        html = client.get(home.url).content.decode()

    switch = html.split('class="cs-languages"')[1].split("</ul>")[0]
    assert re.findall(r'<a href="([^"]*)" hreflang="ar">\s*<span>([^<]*)', switch) == [("/ar/", "العربيّة")]


def test_the_test_itself_sees_a_word_that_was_never_translated(arabic):
    with override("ar"):
        assert get_language() == "ar"
    html = (
        '<p>نص</p><p>Hard coded</p><p lang="en">Said in English</p><img alt="A dog"><i translate="no">Ada</i>'
    )

    assert Words(html, "ar").found == ["Hard", "coded", "dog"]
