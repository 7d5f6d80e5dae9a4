"""Messages of the provider that were taken: each once."""

from django.db import models

from privacy.days import utc_today


class ProviderEvent(models.Model):
    """One message of the provider, written in the transaction of what it did. Its body is never kept."""

    event_id = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=80)
    day = models.DateField(default=utc_today, db_index=True)

    class Meta:
        verbose_name = "message of the provider"
        verbose_name_plural = "messages of the provider"
        default_permissions = ()

    def __str__(self) -> str:
        return self.kind
