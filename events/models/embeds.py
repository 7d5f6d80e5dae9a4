"""The form of an open event on a partner's pages."""

from django.db import models

from campaigns.models import EmbeddedForm
from events.models.events import Event


class Embed(EmbeddedForm):
    """The form of one open event on the pages of one partner. A guarded event has none, ever."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="embeds", db_index=False)

    class Meta(EmbeddedForm.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "partner"], name="countersign_event_embed_each"),
            models.UniqueConstraint(fields=["event", "source"], name="countersign_event_embed_source"),
        ]

    @property
    def shows(self) -> Event:
        return self.event
