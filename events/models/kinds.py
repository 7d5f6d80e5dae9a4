"""Kinds of events: a list that staff edit."""

from uuid import uuid4

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField


class EventKind(models.Model):  # type: ignore[django-manager-missing]  # the plugin reads Event later
    """Training, rally, flyering …, and whether its events are guarded unless somebody says otherwise.

    The first ones are written by ``services.kinds.make_first_kinds()`` after ``migrate``.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Under which the first ones are known again, whatever they are called by now; empty for a site's own.
    key = models.SlugField(max_length=20, null=True, unique=True, editable=False)
    name = LocalizedTextField(_("name"), longest=60)
    is_guarded = models.BooleanField(
        _("guarded"),
        default=False,
        help_text=_("Its events are direct actions: who comes is tied to nobody and gone 72 hours after."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of events")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """The name in ``language``, else in the first it has."""
        return self.name.best(language)[0] or f"Kind {self.pk}"
