"""An app of his with the name of one of ours: its label is ``events``, ours is ``countersign_events``."""

from django.db import models


class Event(models.Model):
    """Something of his own."""

    name = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.name
