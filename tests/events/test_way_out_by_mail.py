"""Reminders of an event are ended by mail, too."""

from urllib.parse import urlsplit

import pytest

from events.letters import link_of
from outbox.reading import press
from outbox.selectors import is_refused
from privacy.links import Purpose
from tests.events.factories import make_event, make_occurrence, register_and_confirm

pytestmark = pytest.mark.django_db


def test_a_mail_to_us_ends_the_reminders():
    attendance = register_and_confirm(make_occurrence(make_event()), "ada@example.org")
    assert press(urlsplit(link_of(attendance, Purpose.UNSUBSCRIBE)).path)
    assert is_refused("ada@example.org")


def test_a_mail_presses_no_other_link_of_a_sign_up():
    attendance = register_and_confirm(make_occurrence(make_event()), "ada@example.org")
    assert not press(urlsplit(link_of(attendance, Purpose.NOT_ME)).path)
    attendance.refresh_from_db()
