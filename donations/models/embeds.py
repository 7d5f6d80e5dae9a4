"""The form of a fundraiser on a partner's pages."""

from django.db import models

from campaigns.models import EmbeddedForm
from donations.models.fundraisers import Fundraiser


class Embed(EmbeddedForm):
    """The form of one fundraiser on the pages of one partner."""

    fundraiser = models.ForeignKey(Fundraiser, models.CASCADE, related_name="embeds", db_index=False)

    class Meta(EmbeddedForm.Meta):
        constraints = [
            models.UniqueConstraint(fields=["fundraiser", "partner"], name="countersign_gift_embed_each"),
            models.UniqueConstraint(fields=["fundraiser", "source"], name="countersign_gift_embed_source"),
        ]

    @property
    def shows(self) -> Fundraiser:
        return self.fundraiser
