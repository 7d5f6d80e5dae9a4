"""What an editor is told before publishing: hints on pictures and words, and never a refusal."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale

from campaigns.roles import top_up_groups
from pages.care import hints_of, pictures_of, reading_of
from pages.models import CampaignImage, HomePage, StandardPage
from privacy.roles import Role
from tests.site.factories import photo
from tests.site.test_reading import DIFICIL, EASY, HARD

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(ground):
    root = ground.get_parent()
    return root.add_child(instance=HomePage(title="Front", slug="front", demand="Now", locale=ground.locale))


@pytest.fixture
def picture(ground):
    image = CampaignImage.objects.create(title="IMG_2041.jpg", file=photo(), description="")
    image.file.close()
    return image


@pytest.fixture
def editor(client, django_user_model):
    top_up_groups()
    user = django_user_model.objects.create_user("ana", password="x")
    user.groups.set(Group.objects.filter(name=Role.EDITORS))
    client.force_login(user)
    return user


def page_of(home, *body, **fields):
    page = StandardPage(title="About us", slug="about", body=list(body), locale=home.locale, **fields)
    return home.add_child(instance=page)


def shown(picture, alt="", *, decorates=False):
    """A picture as the editor's form puts it into a body."""
    return {"type": "picture", "value": {"image": as_form(picture, alt, decorates=decorates), "caption": ""}}


def as_form(picture, alt, *, decorates):
    return {"image": picture.pk, "alt_text": alt, "decorative": decorates}


def with_body(home, *blocks):
    page = page_of(home)
    page.body = json.dumps(list(blocks))
    page.save()
    return StandardPage.objects.get(pk=page.pk)


def said(page):
    return [hint.name for hint in hints_of(page)]


def test_a_picture_without_description_is_told_and_one_that_only_decorates_is_not(home, picture):
    page = with_body(home, shown(picture), shown(picture, decorates=True), shown(picture, "A rally downtown"))

    assert [what for _picture, what in pictures_of(page)] == ["", None, "A rally downtown"]
    assert said(page) == ["alt"]
    assert "Pictures without a description: 1." in hints_of(page)[0].says


@pytest.mark.parametrize("name", ["IMG_2041", "rally-final.JPG", "Screenshot 2026-01-02", "foto 3"])
def test_the_name_of_a_file_is_no_description(home, picture, name):
    assert f"“{name}” is the name of a file" in hints_of(with_body(home, shown(picture, name)))[0].says


def test_pictures_inside_other_blocks_are_found(home, picture):
    column = [shown(picture)]
    page = with_body(home, {"type": "columns", "value": {"columns": [column, column]}})

    assert len(list(pictures_of(page))) == 2


def test_a_deleted_picture_is_no_fault_of_the_hints(home, picture):
    page = with_body(home, shown(picture))
    picture.delete()

    assert hints_of(StandardPage.objects.get(pk=page.pk)) == []


@pytest.mark.parametrize(("code", "text", "hints"), [("en", EASY, []), ("en", HARD, ["reading"])])
def test_hard_words_are_told_with_the_age_at_which_they_are_read(home, code, text, hints):
    page = page_of(home, ("text", f"<p>{text}</p>"))

    assert said(page) == hints


def test_a_page_is_read_in_its_own_language(home):
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    page = page_of(home, ("text", f"<p>{DIFICIL}</p>"))
    assert reading_of(page).age > 14
    page.locale = spanish

    assert reading_of(page).is_hard
    assert "two" not in hints_of(page)[0].name


def test_paragraphs_without_a_full_stop_are_sentences_of_their_own(home):
    items = "".join(f"<li>We ask the council of our city for item {number}</li>" for number in "abcdefghij")
    page = page_of(home, ("text", f"<ul>{items}</ul>"))

    assert reading_of(page).longest == 10


def test_the_editor_shows_the_hints_beside_the_form(home, editor, client):
    page = page_of(home, ("text", f"<p>{HARD}</p>"))
    page.save_revision()

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'data-side-panel="care"' in html
    assert "The longest sentence has 24 words (“Notwithstanding considerable" in html


def test_the_editor_of_a_new_page_has_a_place_for_them(home, editor, client):
    url = reverse("wagtailadmin_pages:add", args=["site_pages", "standardpage", home.pk])
    html = client.get(url).content.decode()

    assert 'data-side-panel="care"' in html
    assert "Nothing. Pictures are described" in html
