"""Which signatures' data go by themselves, and when (PRIVACY §4.5)."""

from django.utils.translation import gettext_lazy as _

from petitions.jobs import comments, exports, fraud, kiosks, news, organizers, paper, proofs
from petitions.jobs import retention as jobs
from privacy.retention import Rule

RULES = (
    Rule(
        key="petitions.waiting",
        says=_("A signature that is not confirmed is deleted after 7 days, with all that was typed."),
        days=0,
        overdue=lambda cutoff: jobs.waiting_before(cutoff).count(),
        enforce=jobs.enforce_waiting,
    ),
    Rule(
        key="petitions.quarantined",
        says=_("A signature in quarantine that nobody released is emptied after 30 days."),
        days=30,
        overdue=lambda cutoff: jobs.quarantined_before(cutoff).count(),
        enforce=jobs.enforce_quarantined,
    ),
    Rule(
        key="petitions.fraud_rules",
        says=_("What a team looked for among signatures is deleted 30 days after it was last counted."),
        days=30,
        overdue=lambda cutoff: fraud.rules_before(cutoff).count(),
        enforce=fraud.enforce_rules,
    ),
    Rule(
        key="petitions.fraud_runs",
        says=_("Who looked for bad signatures, and how many were found, is deleted after 30 days."),
        days=30,
        overdue=lambda cutoff: fraud.runs_before(cutoff).count(),
        enforce=fraud.enforce_runs,
    ),
    Rule(
        key="petitions.tests",
        says=_("A test signature is deleted the next day."),
        days=0,
        overdue=lambda cutoff: jobs.tests_before(cutoff).count(),
        enforce=jobs.enforce_tests,
    ),
    Rule(
        key="petitions.comments",
        says=_(
            "A comment that nobody approved is deleted after 14 days, one that was hidden 14 days after "
            "that, and with it the fingerprint by which copies of it are known."
        ),
        days=14,
        overdue=lambda cutoff: comments.held_comments_before(cutoff).count(),
        enforce=comments.enforce_held_comments,
    ),
    Rule(
        key="petitions.reports",
        says=_(
            "What somebody reported of a page is deleted after 30 days, its words as soon as somebody dealt "
            "with it."
        ),
        days=30,
        overdue=lambda cutoff: comments.reports_before(cutoff).count(),
        enforce=comments.enforce_reports,
    ),
    Rule(
        key="petitions.decisions",
        says=_("Which member of staff decided on a comment or a report is forgotten after 180 days."),
        days=180,
        overdue=lambda cutoff: comments.decisions_before(cutoff).count(),
        enforce=comments.enforce_decisions,
    ),
    Rule(
        key="petitions.proposals",
        says=_("A campus that somebody proposed is deleted after 30 days, if nobody decided on it before."),
        days=30,
        overdue=lambda cutoff: jobs.proposals_before(cutoff).count(),
        enforce=jobs.enforce_proposals,
    ),
    Rule(
        key="petitions.words",
        says=_(
            "An update or a message to signers that nobody let through is deleted after 30 days, an update "
            "that was hidden 30 days after that."
        ),
        days=30,
        overdue=news.count_words,
        enforce=news.enforce_words,
    ),
    Rule(
        key="petitions.letters",
        says=_("To whom a message went is forgotten after 30 days; how many there were is kept."),
        days=30,
        overdue=lambda cutoff: news.letters_before(cutoff).count(),
        enforce=news.enforce_letters,
    ),
    Rule(
        key="petitions.organizers",
        says=_(
            "Who organizes at a campus by a private link is forgotten when the link ends: "
            "30 days after it was given or renewed."
        ),
        days=0,
        overdue=lambda cutoff: organizers.links_before(cutoff).count(),
        enforce=organizers.enforce_links,
    ),
    Rule(
        key="petitions.exports",
        says=_(
            "That staff asked for a table of signatures is deleted after 7 days; its file after 24 hours, or "
            "at once when somebody in it leaves. The access log says who took it."
        ),
        days=7,
        overdue=lambda cutoff: exports.exports_before(cutoff).count(),
        enforce=exports.enforce_exports,
    ),
    Rule(
        key="petitions.notices",
        says=_(
            "What somebody told us of a recruiter at a campus is deleted after 30 days, if nobody approved "
            "it, else 30 days after the recruiter's day."
        ),
        days=30,
        overdue=lambda cutoff: jobs.notices_before(cutoff).count(),
        enforce=jobs.enforce_notices,
    ),
    Rule(
        key="petitions.proofs",
        says=_("An address at a campus by which somebody shows to be there is deleted after a day."),
        days=0,
        overdue=lambda cutoff: proofs.proofs_before(cutoff).count(),
        enforce=proofs.enforce_proofs,
    ),
    Rule(
        key="petitions.batches",
        says=_("Which slips of paper lay together is forgotten after 7 days; the signatures go on counting."),
        days=0,
        overdue=lambda cutoff: paper.batches_before(cutoff).count(),
        enforce=paper.enforce_batches,
    ),
    Rule(
        key="petitions.kiosks",
        says=_("The link by which a tablet on a table shows the form is deleted when its days are over."),
        days=0,
        overdue=lambda cutoff: kiosks.kiosks_before(cutoff).count(),
        enforce=kiosks.enforce_kiosks,
    ),
    Rule(
        key="petitions.hours",
        says=_("Hourly counts of signatures are deleted after 7 days."),
        days=7,
        overdue=lambda cutoff: jobs.hourly_counts_before(cutoff).count(),
        enforce=jobs.enforce_hourly_counts,
    ),
    Rule(
        key="petitions.signers",
        says=_(
            "Who signed and takes no news is forgotten 30 days after the petition closed and was handed "
            "over, or 12 months after signing, whichever is first. The signature keeps counting, nameless."
        ),
        days=30,
        overdue=lambda cutoff: jobs.signers_before(cutoff).count(),
        enforce=jobs.enforce_signers,
    ),
)
