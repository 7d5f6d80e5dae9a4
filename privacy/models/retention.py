"""When retention ran, and what came of it: numbers and rules, never whose."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import WorkState
from privacy.days import utc_today


class RetentionRun(models.Model):
    """One run over all rules: the daily one, the command's, or a steward's. Known by the day.

    Written by ``privacy.retention_runs`` only.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Empty where nobody pressed a button.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    state = models.CharField(max_length=7, choices=WorkState, default=WorkState.WAITING, editable=False)
    # Until when its worker may be silent before another begins it anew.
    lease = models.DateTimeField(null=True, editable=False)
    # How many rules of how many.
    done = models.PositiveSmallIntegerField(default=0, editable=False)
    todo = models.PositiveSmallIntegerField(default=0, editable=False)
    # How many things went, and the keys of the rules that failed.
    gone = models.PositiveIntegerField(default=0, editable=False)
    failed = models.JSONField(default=list, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    ended = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("run of retention")
        verbose_name_plural = _("runs of retention")
        default_permissions = ("view", "add")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WorkState.values), name="countersign_retention_run_state"
            ),
            # Of two who press at once, both asked for this one.
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=WorkState.WAITING),
                name="countersign_one_retention_run_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.public_id.hex[:4].upper()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (WorkState.WAITING, WorkState.WORKING)
