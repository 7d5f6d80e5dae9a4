"""Reads that matter: what a form needs, how many signed, and who."""

from petitions.selectors.rules import (
    SignRules,
    forget_rules,
    others_to_sign,
    page_path,
    sign_rules,
)
from petitions.selectors.signers import (
    ShownName,
    SignedDay,
    SignerDetails,
    masked_signers,
    names_shown,
    regions_with_ten,
    signatures_per_day,
    signatures_visible_to,
    visible_to,
)
from petitions.selectors.totals import (
    Difference,
    Progress,
    count_differences,
    goal_for,
    progress_of,
    total_of,
    totals_of,
    waiting_of,
    waitings_of,
)

__all__ = [
    "Difference",
    "Progress",
    "ShownName",
    "SignRules",
    "SignedDay",
    "SignerDetails",
    "count_differences",
    "forget_rules",
    "goal_for",
    "masked_signers",
    "names_shown",
    "others_to_sign",
    "page_path",
    "progress_of",
    "regions_with_ten",
    "sign_rules",
    "signatures_per_day",
    "signatures_visible_to",
    "total_of",
    "totals_of",
    "visible_to",
    "waiting_of",
    "waitings_of",
]
