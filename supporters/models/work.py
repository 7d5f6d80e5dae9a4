"""Long work on the supporter file: what a worker does that staff asked for, with how far it is."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from privacy.days import utc_today
from privacy.models import SealedFile
from supporters.enums import WorkState


class Work(models.Model):
    """One piece of long work. A worker claims it by a conditional UPDATE with a lease, and another goes on
    where it fell silent: ``jobs.working`` alone writes ``state``, ``claim``, ``lease`` and ``done``.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    state = models.CharField(max_length=7, choices=WorkState, default=WorkState.WAITING, editable=False)
    # Which worker has it, and until when that may be silent.
    claim = models.UUIDField(null=True, editable=False)
    lease = models.DateTimeField(null=True, editable=False)
    # How much of how much: rows, or people.
    done = models.PositiveIntegerField(default=0, editable=False)
    todo = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WorkState.values), name="%(app_label)s_%(class)s_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.WORKING) | Q(claim__isnull=False, lease__isnull=False),
                name="%(app_label)s_%(class)s_leased",
            ),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in (WorkState.WAITING, WorkState.WORKING)


class UndoableWork(Work):
    """Work that can be taken back as one step for a day.

    What that needs lies in one SealedFile, which is gone after 24 hours, and at once when somebody in it is
    erased. Taking back is the same piece of work, done again with ``undoing``.
    """

    undoing = models.BooleanField(default=False, editable=False)
    undo_file = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    class Meta(Work.Meta):
        abstract = True

    @property
    def is_undone(self) -> bool:
        return self.undoing and self.state == WorkState.DONE

    @property
    def can_be_undone(self) -> bool:
        return self.state == WorkState.DONE and not self.undoing and self.undo_file_id is not None
