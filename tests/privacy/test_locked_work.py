"""While the vault is locked work rests uncounted, pages stay, and forms keep what was typed."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from privacy import lock, schedule
from privacy.actors import Actor
from privacy.locking import lock_vault, unlock_at_terminal
from privacy.models import RetentionRun
from privacy.record_tasks import enforce_retention
from tests.privacy.test_worker import work
from tests.privacy.worker_tasks import note, open_something, ran, tick_one
from tests.supporters.factories import ListFactory
from tests.supporters.test_joining import page_of
from tests.supporters.test_joining import post as post_to_join

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_ran(monkeypatch):
    ran.clear()
    monkeypatch.setattr(schedule, "_periodic", {})
    yield
    lock.look_again()


def states():
    return sorted(DBTaskResult.objects.values_list("status", "worker_ids"))


def test_tasks_rest_while_it_is_locked_and_go_on_afterwards():
    schedule.register("tests.tick", tick_one, timedelta(days=1), while_locked=True)
    lock_vault(actor=Actor.system())
    note.enqueue("mail")
    tick_one.enqueue()
    work()
    # What opens nothing goes on; the rest waits, and no attempt is counted.
    assert (ran, states()) == ([("tick",)], [("READY", [])])

    unlock_at_terminal()
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        work()
    assert (("mail",) in ran, [row for row in states() if row[0] != "READY"]) == (True, [])


def test_a_task_that_finds_it_locked_midway_is_tried_again_uncounted():
    open_something.enqueue()
    work()
    assert (ran, states()) == ([("opened",)], [("READY", [])])


def test_rules_that_need_the_keys_wait_and_the_others_run():
    lock_vault(actor=Actor.system())
    enforce_retention.call()
    assert [run.state for run in RetentionRun.objects.all()] == ["done"]


def test_a_public_form_keeps_what_was_typed_and_takes_it_once_it_is_open(client):
    news = ListFactory()
    lock_vault(actor=Actor.system())
    answer = post_to_join(client, news, given_name="Ada")

    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert '<input type="hidden" name="given_name" value="Ada">' in answer.text
    assert (client.get(page_of(news)).status_code, client.get("/do/what-we-hold/").status_code) == (200, 200)
    unlock_at_terminal()
    assert post_to_join(client, news, given_name="Ada").status_code == 303
