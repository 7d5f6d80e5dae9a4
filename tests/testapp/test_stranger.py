"""A visitor of a stranger's site signs under his own middleware, in his own page types."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from news.models import AppealPage, ArticlePage
from wagtail.models import Locale, Page, Site

from petitions.models import Petition, Signature
from petitions.names import SIGNED
from petitions.pages import PetitionPageMixin
from petitions.selectors import total_of
from privacy.worker import Worker
from tests.campaigns.factories import make_campaign
from tests.petitions.factories import make_petition

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
TYPED = {
    "given_name": "Ada",
    "family_name": "",
    "email": "ada@example.org",
    "postal_code": "94110",
    "news": "no",
}


@pytest.fixture
def petition() -> Petition:
    return make_petition(campaign=make_campaign())


@pytest.fixture
def front(db) -> Page:
    """The stranger's front page, as Wagtail's own migrations make it."""
    Locale.objects.get_or_create(language_code="en-gb")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    front = root.get_first_child() or root.add_child(instance=Page(title="Front", slug="front"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "paper.example.org", "root_page": front}
    )
    return front


@pytest.fixture
def visitor() -> Client:
    """A browser on his site; his CSRF middleware is awake."""
    return Client(
        enforce_csrf_checks=True, headers={"host": "paper.example.org", "sec-fetch-site": "same-origin"}
    )


def form_of(html: str) -> tuple[str, dict[str, str]]:
    """Where the page's form posts to (empty: its own address) and what it holds unseen."""
    form = re.search(r"<form[^>]*>", html)
    assert form, html
    action = re.search(r'action="([^"]+)"', form[0])
    return action[1] if action else "", dict(HIDDEN.findall(html))


def test_his_settings_pass_the_system_checks(db):
    call_command("check", fail_level="WARNING")


def test_none_of_the_ready_made_site_is_installed():
    assert {"config", "pages"} & set(settings.INSTALLED_APPS) == set()


def test_an_app_of_his_may_have_the_name_of_one_of_ours(db):
    labels = [config.label for config in apps.get_app_configs() if config.name.rpartition(".")[2] == "events"]
    expected = {
        "all apps": ["countersign_events"],
        "only petitions": [],
        "his own events": ["events", "countersign_events"],
    }
    assert labels == expected[settings.KIND]
    if "events" in labels:
        own = apps.get_model("events.Event").objects.create(name="Street fair")
        assert (str(own), own._meta.db_table) == ("Street fair", "events_event")


def sign_and_confirm(visitor: Client, page: Page) -> None:
    """Send the form that stands on ``page``, press the button of the mail."""
    shown = visitor.get(page.url)
    action, hidden = form_of(shown.text)
    assert action.startswith("/do/petitions/")
    assert "csrf" not in shown.text

    answer = visitor.post(action, TYPED | hidden)
    assert answer.status_code == 303, answer.text
    Worker(batch=True).run()
    link = re.search(r"https://paper\.example\.org(/do/\S+confirm/\S+)", mail.outbox[0].body)
    assert link, mail.outbox[0].body
    button, hidden = form_of(visitor.get(link[1]).text)
    assert visitor.post(button or link[1], hidden).status_code == 303
    Worker(batch=True).run()


def test_a_petition_in_an_article_signs_and_confirms(front, petition, visitor):
    body = [("text", "<p>Read this.</p>"), ("petition", f"{SIGNED}:{petition.public_id}")]
    article = front.add_child(instance=ArticlePage(title="Article", slug="article", body=body))
    sign_and_confirm(visitor, article)

    assert (Signature.objects.counted().count(), total_of(petition)) == (1, 1)
    assert visitor.cookies == {}


def test_his_own_page_type_of_three_lines_signs_and_confirms(front, petition, visitor):
    appeal = front.add_child(instance=AppealPage(title="Appeal", slug="appeal", petition=petition))
    assert issubclass(AppealPage, PetitionPageMixin)
    sign_and_confirm(visitor, appeal)

    assert (Signature.objects.counted().count(), total_of(petition)) == (1, 1)
    assert visitor.get(f"{appeal.url}thanks/").status_code == 200
    assert visitor.cookies == {}


def test_his_csrf_middleware_is_awake_beside_our_doors(front, petition, visitor):
    """The same post to a page of his, which no door of ours answers, is refused by his middleware."""
    appeal = front.add_child(instance=AppealPage(title="Appeal", slug="appeal", petition=petition))
    refused = visitor.post(appeal.url, TYPED)

    assert (refused.status_code, refused.text) == (403, "The Paper does not know this form.")
    assert Signature.objects.count() == 0


def test_a_post_from_another_site_is_refused(petition, visitor):
    answer = visitor.post(
        f"/do/petitions/{petition.public_id}/sign/",
        TYPED,
        headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
    )

    assert answer.status_code == 403
    assert Signature.objects.count() == 0
