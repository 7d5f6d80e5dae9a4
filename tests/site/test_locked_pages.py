"""While the vault is locked every public page stays up, also one that has to be drawn anew."""

import pytest
from wagtail.models import Page

from campaigns.page_cache import purge_all
from petitions.models import Petition
from petitions.selectors import comments_shown, names_shown
from privacy import lock
from privacy.actors import Actor
from privacy.locking import lock_vault

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def locked(demo):
    """The demo, with the vault locked and no page kept."""
    lock_vault(actor=Actor.system())
    purge_all()
    yield
    lock.look_again()


def test_every_page_of_the_demo_is_drawn(client, locked):
    paths = {page.get_url_parts()[2] for page in Page.objects.live() if page.get_url_parts()}
    answers = {path: client.get(path).status_code for path in paths}

    assert len(answers) > 20
    assert {path for path, status in answers.items() if status not in (200, 302)} == set()


def test_first_names_and_comments_are_left_out(demo):
    told = [
        bool(tell(petition)) for tell in (names_shown, comments_shown) for petition in Petition.objects.all()
    ]
    assert True in told

    lock_vault(actor=Actor.system())
    shown = [tell(petition) for tell in (names_shown, comments_shown) for petition in Petition.objects.all()]
    lock.look_again()
    assert shown == [[]] * len(told)
