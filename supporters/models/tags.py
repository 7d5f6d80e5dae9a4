"""Tags: short topic words that staff put on supporters."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.cleaning import clean_line, is_seen
from privacy.days import ChangedDayField, utc_today
from privacy.denylist import EXPLANATION, refuse_status_words


class Tag(models.Model):
    """A topic word ("housing", "detention"); never a statement about a person's status."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(
        _("name"),
        max_length=60,
        unique=True,
        validators=[refuse_status_words],
        help_text=EXPLANATION,
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Take marks out of the name that nobody sees: two names that look alike are one."""
        super().clean()
        self.name = clean_line(self.name)
        if not is_seen(self.name):
            raise ValidationError({"name": _("Write something.")})
