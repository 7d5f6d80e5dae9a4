"""What every fact that is published carries: who says so, where, and as of which day."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.validators import web_address
from privacy.days import ChangedDayField, utc_today

# After half a year a fact is shown with "may be out of date".
FRESH_FOR = timedelta(days=183)


def stale_before(today: date | None = None) -> date:
    """What is said as of a day before this one may be out of date."""
    return (today or utc_today()) - FRESH_FOR


class SourcedFact(models.Model):
    """A fact with its source and the day on which somebody last looked."""

    source_name = models.CharField(
        _("name of the source"), max_length=200, help_text=_("For instance: minutes of the city council.")
    )
    source_url = models.URLField(_("link to the source"), max_length=500, validators=[web_address])
    archived_url = models.URLField(
        _("archived copy"),
        max_length=500,
        blank=True,
        validators=[web_address],
        help_text=_("A copy in a public archive stays when the source is taken down."),
    )
    as_of = models.DateField(
        _("as of"),
        default=utc_today,
        help_text=_("The day on which somebody last looked at the source."),
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        abstract = True

    @property
    def is_out_of_date(self) -> bool:
        """Whether nobody looked for half a year."""
        return self.as_of < stale_before()
