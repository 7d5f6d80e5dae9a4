"""What stands on a page in another language than the page's is marked as being in that."""

import pytest
from django.urls import reverse

from pages.models import StandardPage
from tests.site.page_builders import make_home, publish

pytestmark = pytest.mark.django_db


def test_titles_of_a_menu_in_another_language_are_marked(ground, client):
    home = make_home(ground)
    publish(home, StandardPage(title="About us", show_in_menus=True))

    there, here = (client.get(reverse("countersign_really_us"), {"lang": lang}).text for lang in ("es", "en"))

    assert '<a href="/en/about-us/" lang="en">About us</a>' in there
    assert '<a href="/en/about-us/">About us</a>' in here
