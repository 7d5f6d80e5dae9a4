"""Fixtures of the petitions' tests."""

import pytest
from django.urls import reverse

from campaigns.domains import forget_domains
from outbox.kinds import kind_of, write
from outbox.models import Letter
from petitions.models import Signature
from petitions.selectors import forget_rules
from tests.petitions.factories import make_petition


@pytest.fixture(autouse=True)
def _rules_of_the_last_test():
    forget_rules()
    forget_domains()
    yield
    forget_rules()
    forget_domains()


@pytest.fixture
def petition(db):
    return make_petition()


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
def letters(db):
    """The letters that wait, oldest first, as (kind, recipient, content)."""

    def read():
        rows = Letter.objects.order_by("pk")
        return [(row.kind, *write(kind_of(row.kind), row)) for row in rows]

    return read


def only_signature() -> Signature:
    return Signature.objects.select_related("petition__campaign", "supporter").get()
