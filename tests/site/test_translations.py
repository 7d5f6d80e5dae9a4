"""How pages stand in each language, and where editors see it."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from campaigns.roles import top_up_groups
from pages.models import HomePage, StandardPage
from pages.translations import Stand, published_together, standings_of
from privacy.first_run import steps_for
from privacy.roles import Role

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (2, 3, 4))


@pytest.fixture
def locales(ground):
    return [Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "es")]


@pytest.fixture
def home(ground, locales):
    front = HomePage(title="Front", slug="front", demand="Now", locale=locales[0], live=False)
    return ground.get_parent().add_child(instance=front)


def write(home, title, *, at=MONDAY, publish=True, of=None, locale=None):
    """A page of that title, or the translation ``of`` one, written at that time."""
    with time_machine.travel(at, tick=False):
        if of is None:
            page = home.add_child(instance=StandardPage(title=title, live=False, locale=home.locale))
        else:
            page = of.copy_for_translation(locale, copy_parents=True)
        again(page, at=at, publish=publish)
    return page


def again(page, *, at, publish=True):
    with time_machine.travel(at, tick=False):
        revision = page.save_revision()
        if publish:
            revision.publish()
    page.refresh_from_db()


def stands(page):
    return {one.code: one.stand for one in standings_of([page])[page.translation_key]}


def test_a_page_in_one_language_is_missing_in_the_other(home):
    assert stands(write(home, "Rights")) == {"en": Stand.PUBLISHED, "es": Stand.NONE}


def test_a_translation_is_a_draft_then_published_then_behind(home, locales):
    page = write(home, "Rights")
    spanish = write(home, "Derechos", at=TUESDAY, publish=False, of=page, locale=locales[1])
    assert stands(page)["es"] == Stand.DRAFT

    again(spanish, at=TUESDAY)
    assert stands(page)["es"] == Stand.PUBLISHED

    again(page, at=WEDNESDAY)
    standing = standings_of([page])[page.translation_key][1]
    assert (standing.stand, standing.leader, standing.day) == (Stand.BEHIND, "en", WEDNESDAY.date())

    # A draft of the translation is not what visitors read.
    again(spanish, at=WEDNESDAY.replace(hour=13), publish=False)
    assert stands(page)["es"] == Stand.BEHIND
    again(spanish, at=WEDNESDAY.replace(hour=14))
    assert stands(page)["es"] == Stand.PUBLISHED


def test_the_first_language_is_never_behind_its_translation(home, locales):
    page = write(home, "Rights")
    write(home, "Derechos", at=WEDNESDAY, of=page, locale=locales[1])

    assert stands(page) == {"en": Stand.PUBLISHED, "es": Stand.PUBLISHED}


def test_a_page_that_is_published_in_spanish_alone_leads(home, locales):
    page = write(home, "Rights", publish=False)
    write(home, "Derechos", at=TUESDAY, of=page, locale=locales[1])

    standing = standings_of([page])[page.translation_key][0]
    assert (standing.stand, standing.leader) == (Stand.DRAFT, "es")


def test_where_there_is_one_language_nothing_is_said(ground):
    Locale.objects.exclude(language_code="en").delete()

    assert standings_of([ground]) == {}


def test_the_report_lists_what_is_left_to_do_and_all_on_demand(home, locales, client, editor):
    missing, whole = write(home, "Missing"), write(home, "Whole")
    write(home, "Entera", at=TUESDAY, of=whole, locale=locales[1])
    write(home, "Draft", publish=False)

    html = client.get(reverse("page_translations")).content.decode()
    assert ">Missing</a>" in html
    assert ">Whole</a>" not in html
    assert "Of 2 published pages, 1 is left to do in some language." in html
    assert reverse("simple_translation:submit_page_translation", args=[missing.pk]) in html

    html = client.get(f"{reverse('page_translations')}?all=1").content.decode()
    assert ">Whole</a>" in html
    assert ">Draft</a>" not in html


@pytest.fixture
def editor(client, django_user_model):
    top_up_groups()
    user = django_user_model.objects.create_user("ana", password="x")
    user.groups.set(Group.objects.filter(name=Role.EDITORS))
    client.force_login(user)
    return user


def test_an_editor_may_translate_and_an_organizer_sees_no_report(home, editor, client, django_user_model):
    page = write(home, "Rights")
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    assert client.get(url).status_code == 200

    organizer = django_user_model.objects.create_user("olu", password="x")
    organizer.groups.set(Group.objects.filter(name=Role.ORGANIZERS))
    client.force_login(organizer)
    assert client.get(reverse("page_translations")).status_code in {302, 403}


def test_the_list_of_pages_shows_each_language_with_as_many_queries_for_three_as_for_one(
    home, locales, editor, client
):
    url = reverse("wagtailadmin_explore", args=[home.pk])
    write(home, "One")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        assert "Spanish: not there yet" in client.get(url).content.decode()
    page = write(home, "Two")
    write(home, "Dos", at=TUESDAY, of=page, locale=locales[1])
    write(home, "Three")
    with CaptureQueriesContext(connection) as three:
        html = client.get(url).content.decode()

    # Wagtail asks its cache for the address of each row, and on PostgreSQL that is a table.
    noise = "countersign_cache"
    numbers = [sum(noise not in query["sql"] for query in captured) for captured in (one, three)]
    assert (html.count("Spanish: not there yet"), html.count("Spanish: published")) == (2, 1)
    assert numbers[0] == numbers[1]


def test_the_editor_names_the_languages_beside_the_form(home, locales, editor, client):
    page = write(home, "Rights")
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    languages = html.split("data-care-languages>")[1].split("</ul>")[0]
    assert "Spanish: not there yet" in languages
    assert reverse("simple_translation:submit_page_translation", args=[page.pk]) in languages


def test_the_first_run_asks_for_every_language_until_none_is_left(home, locales, editor):
    def is_done():
        return {taken.step.name: taken.is_done for taken in steps_for(editor)}["languages"]

    page = write(home, "Rights")
    assert not is_done()
    write(home, "Derechos", at=TUESDAY, of=page, locale=locales[1])
    assert is_done()
    assert len(published_together()) == 1
