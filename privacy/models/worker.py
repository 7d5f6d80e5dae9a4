"""What workers tell each other: who is alive, and when each periodic task is due next."""

from django.db import models


class WorkerHeartbeat(models.Model):
    """One running worker. A claimed task whose worker has no fresh row here is taken from it (``reap``)."""

    worker_id = models.CharField(max_length=64, unique=True)
    beat = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["beat"], name="countersign_heartbeat_beat")]

    def __str__(self) -> str:
        return f"Worker {self.worker_id[:6]}"


class ScheduleEntry(models.Model):
    """When a periodic task, registered under ``name`` by ``privacy.schedule``, is due next."""

    name = models.CharField(max_length=100, unique=True)
    due = models.DateTimeField()

    class Meta:
        verbose_name_plural = "schedule entries"

    def __str__(self) -> str:
        return self.name
