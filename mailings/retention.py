"""What of mailings goes by itself, and when (PRIVACY §4.5)."""

from django.utils.translation import gettext_lazy as _

from mailings.inventory import RULE
from mailings.jobs import retention as jobs
from privacy.retention import Rule

RULES = (
    Rule(
        key=RULE,
        says=_("Who got a mailing is forgotten after 30 days; how many there were is kept."),
        days=30,
        overdue=lambda cutoff: jobs.recipients_before(cutoff).count(),
        enforce=jobs.enforce_recipients,
    ),
)
