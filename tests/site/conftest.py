"""What every test of the ready-made site may ask for."""

import pytest
from wagtail.models import Collection, Locale, Page, Site

from campaigns.page_cache import purge_all
from pages.demo.building import PETITIONS, make_demo
from petitions.selectors import forget_rules
from privacy.actors import Actor
from privacy.keyring import forget_keyring
from tests.pristine import put_back, take_copies


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
        welcome = root.add_child(instance=Page(title="First page", slug="home"))
    Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": welcome}
    )
    return welcome


@pytest.fixture
def few_signers(monkeypatch):
    """The same demo with as many signers as it takes to show a total."""
    for words in PETITIONS.values():
        monkeypatch.setitem(words.__dict__, "signers", 26)


@pytest.fixture(scope="session")
def small_demo_copies():
    """Both databases with the demo of few signers in them; empty until a test has asked for it."""
    return {}


@pytest.fixture
def demo(transactional_db, ground, few_signers, small_demo_copies):
    """The demo of few signers: made once, then put back, for which the test must be a transactional one."""
    if not small_demo_copies:
        # Looked at anew, for the copy must hold by what the keystore knows its keys.
        forget_keyring()
        make_demo(actor=Actor.system())
        small_demo_copies.update(take_copies())
        return
    put_back(small_demo_copies)
    Site.clear_site_root_paths_cache()
    purge_all()
