"""What of gifts goes by itself, and when (PRIVACY §4.5)."""

from django.utils.translation import gettext_lazy as _

from donations.inventory import BOOKS, DONORS
from donations.jobs import retention as jobs
from privacy.retention import Rule

RULES = (
    Rule(
        key="donations.unfinished",
        says=_(
            "A gift that was begun and not paid is deleted after 7 days, with all that was typed; one that a "
            "bank still works on after 30."
        ),
        days=7,
        overdue=lambda cutoff: jobs.unfinished_before(cutoff).count(),
        enforce=jobs.enforce_unfinished,
    ),
    Rule(
        key=DONORS,
        says=_(
            "Who gave is forgotten 60 days after the summary of the year, by the end of March; who gives "
            "monthly, as long as it goes on."
        ),
        days=60,
        overdue=jobs.overdue_donors,
        enforce=jobs.enforce_donors,
    ),
    Rule(
        key="donations.marks",
        says=_("Which gifts were of one donor is forgotten a year after the gift."),
        days=366,
        overdue=lambda cutoff: jobs.marks_before(cutoff).count(),
        enforce=jobs.enforce_marks,
    ),
    Rule(
        key=BOOKS,
        says=_("How much was given on which day is kept for 7 years, nameless, for the books."),
        days=2557,
        overdue=lambda cutoff: jobs.books_before(cutoff).count() + jobs.payouts_before(cutoff).count(),
        enforce=jobs.enforce_books,
    ),
    Rule(
        key="donations.tests",
        says=_("A gift of the test mode is deleted after 30 days."),
        days=30,
        overdue=lambda cutoff: jobs.tests_before(cutoff).count(),
        enforce=jobs.enforce_tests,
    ),
    Rule(
        key="donations.messages",
        says=_("That a message of the payment provider came is forgotten after 30 days."),
        days=30,
        overdue=lambda cutoff: jobs.messages_before(cutoff).count(),
        enforce=jobs.enforce_messages,
    ),
    Rule(
        key="donations.drives",
        says=_("To which drive somebody gave, who takes our news, is forgotten 30 days after it closed."),
        days=30,
        overdue=lambda cutoff: jobs.drives_before(cutoff).count(),
        enforce=jobs.enforce_drives,
    ),
)
