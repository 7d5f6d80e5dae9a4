"""Counters of the limits. They name nobody: a key is an HMAC by a key that dies with the day."""

from django.db import models


class Limit(models.Model):
    """How often something happened in one window of time."""

    pk = models.CompositePrimaryKey("key", "window")
    key = models.BinaryField(max_length=32)
    # The second at which the window ends, since 1970: a row says when it may go.
    window = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["window"], name="countersign_limit_window")]

    def __str__(self) -> str:
        return f"Limit until {self.window}"
