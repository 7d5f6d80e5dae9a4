"""How fast mail leaves: one row for a mail server of ours, one for a big mailbox provider."""

from django.db import models


class Turn(models.Model):
    """When the next message may go by one way. Shared by all workers (``outbox.pace``).

    ``name`` is an alias of MAILERS or a mailbox provider of our own list: no domain of anybody's.
    Instants in seconds since 1970 by the database's clock, so that it does not matter what the workers' say.
    """

    name = models.CharField(max_length=40, unique=True)
    next_at = models.FloatField(default=0)
    # Behind the last one that was put off.
    later_at = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"Turn {self.name}"
