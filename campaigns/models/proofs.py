"""What makes a proof of work good for one form only."""

from django.db import models

from privacy.days import utc_today


class SpentProof(models.Model):
    """A proof of work, or a step page's token, that was handed in: the unique row is the single use."""

    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created = models.DateField(default=utc_today, editable=False, db_index=True)

    class Meta:
        verbose_name = "spent proof"
        verbose_name_plural = "spent proofs"

    def __str__(self) -> str:
        return f"Proof {self.pk}"
