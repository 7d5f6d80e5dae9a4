"""Fixtures of the petitions' tests."""

from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from campaigns.services import allow_origin
from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter
from pages.models import HomePage, PetitionPage
from petitions import services
from petitions.embed_links import embed_path
from petitions.models import CampusOrganizer, Signature
from petitions.selectors import forget_rules
from privacy.actors import Actor
from tests.outbox.conftest import sink  # noqa: F401  a fixture
from tests.petitions.deliveries import give_target
from tests.petitions.embeds import SITE, make_partner, offer
from tests.petitions.factories import make_petition, open_place


@pytest.fixture
def petition(db):
    return make_petition()


@pytest.fixture
def bay(petition):
    """A campus of the petition."""
    return open_place(petition, "Bay College")


@pytest.fixture
def own_bay(petition):
    """A campus with a target of its own."""
    return give_target(open_place(petition, "Bay College"), "Office of the President, Bay College")


@pytest.fixture
def own_hill(petition):
    return give_target(open_place(petition, "Hill College"), "Office of the President, Hill College")


@pytest.fixture
def partner(db):
    """A partner with one site on which it may show forms."""
    partner = make_partner()
    allow_origin(partner=partner, address=SITE, actor=Actor.system())
    return partner


@pytest.fixture
def embed(petition, partner):
    """The petition's form on that partner's pages."""
    return offer(petition, partner)


@pytest.fixture
def organizer(bay):
    """Who holds a private link to it."""
    services.invite_organizer(place=bay, address="grace@example.org", language="en", actor=Actor.system())
    return CampusOrganizer.objects.select_related("place__petition").get()


@pytest.fixture
def mailer(db):
    """A member of staff who lets messages out."""
    return Actor.staff(get_user_model().objects.create_user("mailer"))


@pytest.fixture
def sifter(db):
    """A member of staff who looks for bad signatures."""
    return Actor.staff(get_user_model().objects.create_user("sifter"))


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as outside of a test's own transaction."""

    def block():
        return django_capture_on_commit_callbacks(execute=True)

    return block


FORM = {
    "given_name": "Ada",
    "family_name": "Lovelace",
    "email": "ada@example.org",
    "postal_code": "94110",
    "news": "no",
    "lang": "en",
}


@pytest.fixture
def post_sign(client):
    """Post the sign form as a browser on our page does."""

    def post(petition, **said):
        url = reverse("countersign_petition_sign", args=[petition.public_id])
        data = {name: value for name, value in {**FORM, **said}.items() if value is not None}
        return client.post(url, data, headers={"sec-fetch-site": "same-origin"})

    return post


@pytest.fixture
def post_embed(client):
    """Post the form as a browser in the frame does."""

    def send(embed, *, at="", headers=None, **said):
        data = {name: value for name, value in {**FORM, **said}.items() if value is not None}
        url = embed_path(embed, at=at, view="countersign_embed_sign")
        return client.post(url, data, headers=headers or {"sec-fetch-site": "same-origin"})

    return send


@pytest.fixture
def letters(db):
    """The letters that wait, oldest first, that would be sent, as (kind, recipient, content)."""

    def read():
        written = []
        for row in Letter.objects.order_by("pk"):
            # Those with nothing left to say are skipped, as they are when they are sent.
            with suppress(Gone):
                written.append((row.kind, *write(kind_of(row.kind), row)))
        return written

    return read


def only_signature() -> Signature:
    return Signature.objects.select_related("petition__campaign", "supporter").get()


@pytest.fixture
def home(db):
    """A front page on the default site, also where tables were made without migrations."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Home", slug="front", demand="Now"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return home


@pytest.fixture
def petition_page(home):
    """Publish a page that presents a petition."""

    def publish(petition, *, title="Drop the contract", **words):
        page = home.add_child(instance=PetitionPage(title=title, petition=petition, live=False, **words))
        page.save_revision().publish()
        forget_rules()
        return PetitionPage.objects.get(pk=page.pk)

    return publish
