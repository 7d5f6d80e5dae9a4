"""What of mailings goes by itself, and when (PRIVACY §4.5)."""

from django.utils.translation import gettext_lazy as _

from mailings.inventory import PLACES_RULE, RULE
from mailings.jobs import retention as jobs
from mailings.jobs import series
from privacy.retention import Rule

RULES = (
    Rule(
        key=RULE,
        says=_("Who got a mailing is forgotten after 30 days; how many there were is kept."),
        days=30,
        overdue=lambda cutoff: jobs.recipients_before(cutoff).count(),
        enforce=jobs.enforce_recipients,
    ),
    Rule(
        key=PLACES_RULE,
        says=_("Where somebody was in a series of mails is forgotten 30 days after it began, once all came."),
        days=30,
        overdue=lambda cutoff: series.places_before(cutoff).count(),
        enforce=series.enforce_places,
    ),
)
