"""Posting a letter: part of the request that signs, so it must be one INSERT."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox.enums import SendState
from outbox.exceptions import UnknownKind
from outbox.models import Letter
from outbox.services import post_letter
from privacy.exceptions import BadAddress
from tests.outbox.factories import post, post_first


@pytest.mark.django_db
def test_posting_by_reference_costs_one_insert_inside_the_transaction():
    deed = post()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        post_letter(kind="tests.first", language="en", ref=deed)

    assert [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]] == ["INSERT"]


@pytest.mark.django_db
def test_a_hundred_letters_wake_the_drain_once_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(100):
            post(f"ada{number}@example.org")
        assert DBTaskResult.objects.count() == 0

    tasks = DBTaskResult.objects.filter(task_path="outbox.tasks.drain_outbox")
    # One now, and one at the second's end for what came after it.
    assert [task.args_kwargs for task in tasks] == [{"args": [], "kwargs": {}}] * 2


@pytest.mark.django_db
def test_a_letter_for_later_wakes_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        letter = post(due=timezone.now() + timedelta(hours=1))

    assert DBTaskResult.objects.count() == 0
    assert (letter.state, Letter.objects.ready().count()) == (SendState.QUEUED, 0)


@pytest.mark.django_db
def test_the_row_holds_no_address_in_clear():
    letter = post("canary-7f3k@example.org")

    row = Letter.objects.filter(pk=letter.pk).values().get()
    assert b"canary" not in repr({**row, "sealed": bytes(row["sealed"])}).encode()
    assert Letter.objects.get().unseal().address == "canary-7f3k@example.org"
    assert "canary" not in str(letter) + repr(letter)


@pytest.mark.django_db
def test_an_unregistered_kind_is_refused_when_posting():
    with pytest.raises(UnknownKind):
        post(kind="tests.nobody")


@pytest.mark.django_db
def test_a_letter_has_an_address_or_a_reference_and_not_both():
    deed = post()
    for both_or_none in ({}, {"address": "ada@example.org", "ref": deed}):
        with pytest.raises(ValueError, match="to an address or refers"):
            post_letter(kind="tests.answer", language="en", **both_or_none)


@pytest.mark.django_db
def test_a_first_letter_is_posted_by_reference_only():
    with pytest.raises(ValueError, match="pending deed"):
        post(kind="tests.first")

    assert (post_first().sealed, post_first().subject_id) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "ada", "ada@example.org\r\nBcc: eve@example.org", "a@b@c.org"])
def test_what_is_no_address_is_refused_when_posting(address):
    with pytest.raises(BadAddress):
        post(address)

    assert Letter.objects.count() == 0
