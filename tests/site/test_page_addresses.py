"""Addresses of pages as the page editor makes them."""

import pytest
from django.urls import reverse

from pages.models import StandardPage
from tests.site.page_builders import make_home, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(ground):
    return make_home(ground, "es")


def said(title, slug):
    """What the page editor sends for a page without body."""
    empty = dict.fromkeys(["lead", "seo_title", "search_description"], "")
    return {"title": title, "slug": slug, "body-count": "0", **empty}


def post(client, home, title, slug):
    return client.post(
        reverse("wagtailadmin_pages:add", args=["site_pages", "standardpage", home.pk]), said(title, slug)
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("petición-ñandú", "peticion-nandu"),
        ("about", "about"),
        ("عريضة", "عريضة"),
    ],
)
def test_a_new_address_has_no_accents(admin_client, home, typed, kept):
    assert post(admin_client, home, "¿Qué puedes hacer tú?", typed).status_code == 302

    assert StandardPage.objects.get().slug == kept


def test_an_address_without_its_accents_that_is_taken_gets_a_number(admin_client, home):
    publish(home, StandardPage(title="Peticion", slug="peticion"))

    post(admin_client, home, "Petición", "petición")

    assert StandardPage.objects.order_by("-pk").first().slug == "peticion-2"


def test_an_address_that_leads_to_the_search_is_refused_in_a_sentence(admin_client, home):
    page = post(admin_client, home, "Search", "search")

    assert page.status_code == 200
    assert "This address is that of another part of the site. Choose another." in page.text
    assert StandardPage.objects.count() == 0


def test_an_address_that_has_accents_already_stays_as_people_know_it(admin_client, home):
    page = publish(home, StandardPage(title="Qué", slug="qué"))

    admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), said("Otra", "qué"))

    page.refresh_from_db()
    drafted = page.get_latest_revision_as_object()
    assert (drafted.title, drafted.slug) == ("Otra", "qué")
