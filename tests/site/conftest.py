"""What every test of the ready-made site may ask for."""

import pytest
from wagtail.models import Collection, Locale, Page, Site

from campaigns.page_cache import purge_all
from petitions.selectors import forget_rules


@pytest.fixture
def ground(db, django_capture_on_commit_callbacks):
    """What Wagtail's own migrations make, also where tables were made without them."""
    # The last test's rollback told nobody what it took back.
    forget_rules()
    with django_capture_on_commit_callbacks(execute=True):
        purge_all()
    Locale.objects.get_or_create(language_code="en")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    if Page.get_first_root_node() is None:
        Page.add_root(instance=Page(title="Root", slug="root"))
    root = Page.get_first_root_node()
    welcome = root.get_first_child()
    if welcome is None:
        welcome = root.add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": welcome}
    )
    return welcome
