"""How cards fare, by the hour: by what a wave of stolen ones is noticed."""

from django.db import models


class CardHour(models.Model):
    """How many cards worked and how many were refused in one hour; ``hour`` is counted from 1970, UTC."""

    hour = models.PositiveIntegerField(unique=True)
    worked = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "cards of an hour"
        verbose_name_plural = "cards by hour"
        default_permissions = ()

    def __str__(self) -> str:
        return f"Cards of hour {self.hour}"
