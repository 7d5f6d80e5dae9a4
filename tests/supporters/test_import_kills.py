"""A worker is killed at each step of an import and its undoing: another goes on, nothing is done twice."""

import pytest
from django.utils import timezone

from outbox.models import Refusal
from privacy.actors import Actor
from privacy.models import SealedFile
from supporters import import_file
from supporters.jobs import imports as jobs
from supporters.jobs import working
from supporters.models import Consent, SubjectIndex, Subscription, Supporter, SupporterImport
from supporters.services import imports as services
from tests.supporters.factories import ListFactory, admit
from tests.supporters.importing import checked, sealed, table, work
from tests.supporters.segments import staff_user

pytestmark = pytest.mark.django_db

ROWS = [
    ["ada@example.org", "Ada", "subscribed"],
    ["ben@example.org", "Ben", "unsubscribed"],
    ["ada@example.org", "Ada", "subscribed"],
    ["eli@example.org", "Eli", ""],
    ["known@example.org", "K", "subscribed"],
]


class Killed(BaseException):
    """No exception that anything catches."""


@pytest.fixture
def steward(monkeypatch):
    monkeypatch.setattr(import_file, "PORTION", 2)
    monkeypatch.setattr(working, "TURN_SECONDS", -1.0)
    return Actor.staff(staff_user("Data stewards"))


def killed_at(number, task, monkeypatch) -> bool:
    """Work until the process dies at its n-th step, then until the end; whether it died."""
    left, go_on = [number], working.Turn.go_on

    def dying(turn, **values):
        go_on(turn, **values)
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(working.Turn, "go_on", dying)
        try:
            while jobs.work_on(task.pk):
                pass
        except Killed:
            # It fell silent.
            SupporterImport.objects.update(lease=timezone.now())
    work(task)
    return left[0] <= 0


def everything() -> tuple:
    people = sorted(one.unseal().email for one in Supporter.objects.all())
    models = (SubjectIndex, Subscription, Consent, Refusal)
    return people, [model.objects.count() for model in models]


def test_wherever_a_worker_dies_the_import_is_whole_and_taken_back_whole(steward, monkeypatch):
    admit("known@example.org")
    before, number = everything(), 0
    died = True
    while died:
        number += 1
        news = ListFactory()
        task = checked(table(*ROWS), news, steward)
        services.start_import(work=task, actor=steward)
        died = killed_at(number, task, monkeypatch)
        assert task.counts == {"subscribed": 1, "unconfirmed": 1, "stays": 1, "joins": 1, "fingerprint": 1}
        assert everything()[0] == ["ada@example.org", "eli@example.org", "known@example.org"]
        services.undo_import(work=task, actor=steward)
        killed_at(number, task, monkeypatch)
        assert (task.is_undone, everything()[0]) == (True, before[0])
        assert (Subscription.objects.count(), Refusal.objects.count(), SealedFile.objects.count()) == (
            0,
            0,
            0,
        )
    # Each portion of both stages has two steps.
    assert number > 12


def test_a_worker_dies_while_it_reads_and_another_reads_anew(steward, monkeypatch):
    for number in (1, 2, 3):
        task = services.begin_import(upload=sealed(table(*ROWS)), language="en", actor=steward)
        assert killed_at(number, task, monkeypatch) is True
        assert (task.state, task.rows) == ("done", 5)
        services.forget_import(work=task, actor=steward)
    assert SealedFile.objects.count() == 0
