"""Which data of events go by themselves, and when (PRIVACY §4.5)."""

from django.utils.translation import gettext_lazy as _

from events.jobs import proposals
from events.jobs import retention as jobs
from privacy.retention import Rule

RULES = (
    Rule(
        key="events.waiting",
        says=_("A sign-up that is not confirmed is deleted after 7 days, or when its date is over."),
        days=0,
        overdue=lambda cutoff: jobs.waiting_before(cutoff).count(),
        enforce=jobs.enforce_waiting,
    ),
    Rule(
        key="events.guarded",
        says=_(
            "The key of a direct action is destroyed 72 hours after its end or its being called off, and "
            "with it everything about who signed up; only how many stays."
        ),
        days=0,
        overdue=lambda cutoff: jobs.keys_before(cutoff).count(),
        enforce=jobs.enforce_keys,
        # Nobody can be made to keep what is gone by design: only an order for that event, before, could be.
        never_held=True,
    ),
    Rule(
        key="events.open",
        says=_("Answers, guests, shift and ticket code of an open event are deleted 14 days after it."),
        days=14,
        overdue=lambda cutoff: jobs.open_before(cutoff).count(),
        enforce=jobs.enforce_open,
    ),
    Rule(
        key="events.open_keys",
        says=_("The key of an open event’s date is destroyed once its ticket codes are deleted."),
        days=14,
        overdue=lambda cutoff: jobs.open_keys_before(cutoff).count(),
        enforce=jobs.enforce_open_keys,
    ),
    Rule(
        key="events.ties",
        says=_(
            "Who came to an open event and takes no news is forgotten 14 days after it; that somebody came "
            "stays counted, nameless."
        ),
        days=14,
        overdue=lambda cutoff: jobs.ties_before(cutoff).count(),
        enforce=jobs.enforce_ties,
    ),
    Rule(
        key="events.private",
        says=_("Meeting point, instructions and link of an open event are deleted 14 days after it."),
        days=14,
        overdue=lambda cutoff: jobs.private_before(cutoff).count(),
        enforce=jobs.enforce_private,
    ),
    Rule(
        key="events.messages",
        says=_("What organizers wrote to those who came to an open event is deleted 14 days after it."),
        days=14,
        overdue=lambda cutoff: jobs.messages_before(cutoff).count(),
        enforce=jobs.enforce_messages,
    ),
    Rule(
        key="events.codes",
        says=_("Which tickets were shown at the doors of an open event is deleted 14 days after it."),
        days=14,
        overdue=lambda cutoff: jobs.codes_before(cutoff).count(),
        enforce=jobs.enforce_codes,
    ),
    Rule(
        key="events.links",
        says=_("Private links of hosts and doors are deleted when they end, with the addresses behind them."),
        days=0,
        overdue=lambda cutoff: jobs.hosts_before(cutoff).count() + jobs.doors_before(cutoff).count(),
        enforce=jobs.enforce_links,
    ),
    Rule(
        key="events.proposals",
        says=_("An event that somebody proposed is deleted after 30 days; unconfirmed, after 7."),
        days=proposals.KEPT_DAYS,
        overdue=lambda cutoff: proposals.proposals_before(cutoff).count(),
        enforce=proposals.enforce_proposals,
    ),
)
