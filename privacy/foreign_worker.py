"""What a worker of another task backend has to do as ours does (privacy.worker)."""

from typing import Any, Protocol

from privacy.worker import FAILED_KEPT, class_of, line_of, may_run


class TaskFailed(Exception):
    """What another backend writes down of a failure: class and line of what was raised, never its message."""


class _Task(Protocol):
    module_path: str


class QuietJob:
    """Mixed into the job class of a queue like RQ's, before it, for ``perform()`` is its one way to a task.

    A job that the vault does not let run is dropped: it is a wake-up, and the schedule makes up for it.
    """

    func: _Task
    failure_ttl: int | None

    def perform(self) -> Any:
        """Run the task; raises TaskFailed in the place of whatever it raises, forgotten after a day."""
        if not may_run(self.func.module_path):
            return None
        try:
            return super().perform()  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001  its message would be kept and logged
            self.failure_ttl = int(FAILED_KEPT.total_seconds())
            said = f"{class_of(error)} at {line_of(error)}"
        # Outside the handler: what is written down of an exception holds the one it was raised from.
        raise TaskFailed(said)
