"""A worker is killed at each step of an import and its undoing: another goes on, nothing is done twice."""

import pytest
from django.test import TestCase
from django.utils import timezone

from outbox.models import Refusal
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.models import AccessLog, SealedFile
from supporters import import_file
from supporters.enums import ImportBasis, RowStanding
from supporters.jobs import import_undo, working
from supporters.jobs import imports as jobs
from supporters.models import Consent, SubjectIndex, Subscription, Supporter, SupporterImport
from supporters.services import imports as services
from tests.supporters.factories import ListFactory, admit
from tests.supporters.importing import brought, checked, recognized, sealed, table, work
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

    # What is destroyed is destroyed after the commit.
    with monkeypatch.context() as patched, TestCase.captureOnCommitCallbacks(execute=True):
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


def test_wherever_a_worker_dies_in_a_check_it_counts_the_same_and_leaves_nothing(steward, monkeypatch):
    news, number, died = ListFactory(), 0, True
    admit("known@example.org")
    while died:
        number += 1
        task = brought(table(*ROWS), steward)
        said = services.Said(
            mapping=recognized(task), others=RowStanding.UNCONFIRMED, mail_list=news, basis=ImportBasis.NONE,
            language="en",
        )  # fmt: skip
        services.check_import(work=task, said=said, actor=steward)
        died = killed_at(number, task, monkeypatch)
        assert task.counts == {"fingerprint": 1, "unconfirmed": 2, "stays": 1, "repeated": 1}
        # The rows alone.
        assert SealedFile.objects.count() == 1
        services.forget_import(work=task, actor=steward)
    assert number > 6


def test_an_undoing_that_stops_midway_logs_whom_it_erased_until_then_and_then_the_rest(steward, monkeypatch):
    task = checked(table(*[[f"p{n}@example.org", "P", ""] for n in range(6)]), ListFactory(), steward)
    services.start_import(work=task, actor=steward)
    work(task)
    services.undo_import(work=task, actor=steward)
    assert jobs.work_on(task.pk)

    def goes_wrong(*_args):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(import_undo, "_take_back", goes_wrong)
        with pytest.raises(RuntimeError):
            jobs.work_on(task.pk)
    services.go_on_importing(work=task, actor=steward)
    work(task)
    logged = AccessLog.objects.filter(deed=AccessDeed.IMPORT_UNDONE).order_by("pk")
    assert list(logged.values_list("user", "count")) == [(steward.user.pk, 2), (steward.user.pk, 4)]
