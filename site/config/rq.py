"""RQ's jobs, run as our worker runs a task: ``manage.py rqworker --job-class config.rq.Job …``.

Imported by that command alone: RQ is not among what is locked (docs/operators/sizes.md).
"""

from django_tasks_rq import Job as DjangoJob

from privacy.foreign_worker import QuietJob


class Job(QuietJob, DjangoJob):
    """Nothing runs while the vault is locked, and a failure leaves no message behind."""
