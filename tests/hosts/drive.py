"""Deeds on a host's site, run by its own Python in its own directory: nothing of our tests is imported.

python drive.py serve   a petition on a page, signed, its mail's button pressed, counted
python drive.py after   nothing of ours is left, and the front page is served
"""

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.dev")

import django

django.setup()

import swapper  # noqa: E402
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core import mail  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Locale, Site  # noqa: E402

settings.ALLOWED_HOSTS = ["*"]
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
TYPED = {
    "given_name": "Ada",
    "family_name": "",
    "email": "ada@example.org",
    "postal_code": "94110",
    "news": "no",
}


def front_page():
    """The site's own front page; a base page of the host's has none yet."""
    page_model = swapper.load_model("wagtailcore", "Page")
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None:
        return site.root_page.specific
    Locale.objects.get_or_create(language_code="en")
    root = page_model.get_first_root_node() or page_model.add_root(title="Root", slug="root")
    front = root.add_child(instance=apps.get_model("appeals.FrontPage")(title="Front", slug="front"))
    Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)
    return front


def serve() -> None:
    from campaigns.enums import CampaignState, TargetKind
    from campaigns.models import Target
    from campaigns.services import start_campaign
    from petitions.models import Petition, PetitionTarget, Signature
    from petitions.selectors import total_of
    from privacy.actors import Actor
    from privacy.localized import LocalizedText
    from privacy.worker import Worker

    campaign = start_campaign(
        title=LocalizedText(en="Drop the contract"),
        slug="drop",
        first_language="en",
        state=CampaignState.ACTIVE,
        actor=Actor.system(),
    )
    petition = Petition.objects.create(
        campaign=campaign, name="Drop it", title=LocalizedText(en="Drop the contract")
    )
    target = Target.objects.create(name="A vendor", kind=TargetKind.VENDOR)
    PetitionTarget.objects.create(petition=petition, target=target)
    appeal = apps.get_model("appeals.AppealPage")(
        title="Appeal", slug="appeal", petition=petition, live=False
    )
    front_page().add_child(instance=appeal)
    appeal.save_revision().publish()

    visitor = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    mail.outbox = []
    action, hidden = form_of(visitor.get(appeal.specific.url).text)
    assert action.startswith("/do/petitions/"), action
    answer = visitor.post(action, TYPED | hidden)
    assert answer.status_code == 303, answer.text
    Worker(batch=True).run()
    [letter] = mail.outbox
    link = re.search(r"https://example\.org(/do/\S+confirm/\S+)", letter.body)
    assert link, letter.body
    button, hidden = form_of(visitor.get(link[1]).text)
    assert visitor.post(button or link[1], hidden).status_code == 303
    Worker(batch=True).run()
    assert (Signature.objects.counted().count(), total_of(petition)) == (1, 1)
    assert visitor.cookies == {}
    if apps.is_installed("mysite.events"):
        apps.get_model("events.Event").objects.create(name="Mine")
        assert {"events", "countersign_events"} <= {config.label for config in apps.get_app_configs()}


def form_of(html: str) -> tuple[str, dict[str, str]]:
    form = re.search(r"<form[^>]*>", html)
    assert form, html
    action = re.search(r'action="([^"]+)"', form[0])
    return action[1] if action else "", dict(HIDDEN.findall(html))


def after() -> None:
    names = connections["default"].introspection.table_names()
    assert [name for name in names if name.startswith(("countersign_", "appeals_"))] == []
    with connections["default"].cursor() as cursor:
        for table, column in (("django_content_type", "app_label"), ("django_migrations", "app")):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} LIKE 'countersign%%'")
            assert cursor.fetchone() == (0,), table
    if apps.is_installed("mysite.events"):
        assert apps.get_model("events.Event").objects.count() == 1
    # A base page of the host's own has lost its front page with the app it was in.
    if apps.is_installed("home"):
        assert Client().get("/").status_code == 200


{"serve": serve, "after": after}[sys.argv[1]]()
print("done")
