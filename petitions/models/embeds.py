"""The form of a petition on a partner's pages."""

from django.db import models

from campaigns.models import EmbeddedForm
from petitions.models.petitions import Petition


class Embed(EmbeddedForm):
    """The form of one petition on the pages of one partner."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="embeds", db_index=False)

    class Meta(EmbeddedForm.Meta):
        constraints = [
            models.UniqueConstraint(fields=["petition", "partner"], name="countersign_one_embed_each"),
            models.UniqueConstraint(fields=["petition", "source"], name="countersign_embed_source"),
        ]

    @property
    def shows(self) -> Petition:
        return self.petition
