"""Which single-use links have had their use."""

from django.db import models


class UsedLink(models.Model):
    """One row per burnt token, known by a hash; deleted when the token would have run out anyway."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    # First day on which the token is refused for its age; empty for one that never is.
    until = models.DateField(null=True, db_index=True)

    class Meta:
        verbose_name = "used link"

    def __str__(self) -> str:
        return "Used link"
