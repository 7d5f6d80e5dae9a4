"""Fixtures of the events' tests."""

from contextlib import suppress

import pytest
from django.urls import reverse

from events.selectors.rules import event_rules, forget_rules
from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter
from pages.models import EventPage
from tests.events.factories import make_event, make_occurrence
from tests.petitions.conftest import home  # noqa: F401  a fixture


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def occurrence(event):
    """A date of it, in a week, without a limit."""
    return make_occurrence(event)


@pytest.fixture
def guarded(db):
    """A date of a guarded event."""
    return make_occurrence(make_event(is_guarded=True))


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as outside of a test's own transaction."""

    def block():
        return django_capture_on_commit_callbacks(execute=True)

    return block


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


@pytest.fixture
def event_page(home):  # noqa: F811  the fixture
    """Publish a page that presents an event."""

    def publish(event, *, title="Know your rights", **words):
        page = home.add_child(instance=EventPage(title=title, event=event, live=False, **words))
        page.save_revision().publish()
        forget_rules()
        return EventPage.objects.get(pk=page.pk)

    return publish


FORM = {"given_name": "Ada", "email": "ada@example.org", "news": "no", "lang": "en"}
# A guarded event asks for no name.
GUARDED_FORM = {"alias": "A.", "email": "", "lang": "en"}


@pytest.fixture
def post_form(client):
    """Post the form under an event as a browser on our page does; for its first date or shift."""

    def post(event, **said):
        rules = event_rules(event.public_id)
        data = {**(GUARDED_FORM if event.is_guarded else FORM), "part": next(iter(rules.parts), "")}
        data |= {f"agree_{one.key}": one.public_id.hex for one in rules.agreements}
        data = {name: value for name, value in {**data, **said}.items() if value is not None}
        url = reverse("countersign_event_register", args=[event.public_id])
        return client.post(url, data, headers={"sec-fetch-site": "same-origin"})

    return post
