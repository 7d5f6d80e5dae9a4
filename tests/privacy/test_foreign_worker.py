"""A worker of another task backend, and what ours finds of it in its own table."""

import runpy
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest
from django_tasks_db.models import DBTaskResult

from privacy import worker
from privacy.actors import Actor
from privacy.foreign_worker import QuietJob, TaskFailed
from privacy.locking import lock_vault
from tests.privacy.worker_tasks import note, ran

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "canary-19e2@example.org"


class Work:
    """The job of a queue, as far as the mixin knows one."""

    func = SimpleNamespace(module_path="tests.privacy.worker_tasks.note")
    failure_ttl = None

    def __init__(self, raises=None):
        self.raises, self.performed = raises, 0

    def perform(self):
        self.performed += 1
        if self.raises:
            raise self.raises
        return "done"


class Job(QuietJob, Work):
    pass


def test_a_job_is_performed_and_says_what_it_returned():
    job = Job()

    assert (job.perform(), job.performed, job.failure_ttl) == ("done", 1, None)


def test_a_failed_job_leaves_class_and_line_for_a_day_and_no_message():
    job = Job(ValueError(CANARY))
    with pytest.raises(TaskFailed) as failed:
        job.perform()
    written = "".join(traceback.format_exception(failed.value))

    assert str(failed.value).startswith(f"builtins.ValueError at {__file__}:")
    assert CANARY not in written
    assert job.failure_ttl == 24 * 60 * 60


def test_while_the_vault_is_locked_no_job_is_performed():
    lock_vault(actor=Actor.system())
    job = Job()

    assert (job.perform(), job.performed) == (None, 0)


def test_the_job_that_operators_name_to_rq_is_performed_as_ours_are(monkeypatch):
    monkeypatch.setitem(sys.modules, "django_tasks_rq", SimpleNamespace(Job=Work))
    # Run, not imported: a module with a stranger's base would stay for whoever imports it next.
    job = runpy.run_module("config.rq")["Job"]
    guide = Path(__file__).resolve().parents[2] / "docs/operators/sizes.md"

    assert job.__mro__[1:3] == (QuietJob, Work)
    assert "manage.py rqworker --job-class config.rq.Job --with-scheduler default\n" in guide.read_text()


def test_a_row_that_names_no_task_of_this_backend_does_not_end_the_worker():
    """As all rows do that were left when another backend was set."""
    ran.clear()
    note.enqueue("left")
    DBTaskResult.objects.update(task_path="tests.privacy.worker_tasks.ran")
    note.enqueue("next")
    worker.Worker(batch=True).run()

    assert ran == [("next",)]
    assert DBTaskResult.objects.get().exception_class_path.endswith(".SuspiciousOperation")
