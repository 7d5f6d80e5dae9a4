"""What mailings show on the admin's front page: what is under way, and whether people want our mail."""

from collections.abc import Mapping
from typing import Any, ClassVar

from mailings.enums import Outcome, PauseReason
from mailings.selectors.health import MailingHealth, mailing_health
from mailings.selectors.narrow import narrow_among
from privacy.dashboard import DashboardPanel
from privacy.scopes import AnyUser
from privacy.tens import in_tens, tens_words

DAYS = 30
# Of fewer, one more or less would say too much of somebody.
TOLD_FROM = 500


class MailingsPanel(DashboardPanel):
    """Mailings under way, those that stopped by themselves first; what came back of a month's mails.

    Rates and full tens, for numbers of few people would tell of them. For whoever sends.
    """

    name = "mailings"
    template_name = "mailings/admin/health.html"
    permission = "countersign_mailings.send_mailing"
    order: ClassVar[int] = 148

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        health = mailing_health(days=DAYS)
        if not (health.under_way or health.frozen):
            return None
        narrow = narrow_among({one.pk for one in health.under_way})
        for one in health.under_way:
            one.frozen = in_tens(one.frozen) if one.pk in narrow else one.frozen
        return {
            "days": DAYS,
            "under_way": [
                {"mailing": one, "stopped_itself": one.paused_why not in ("", PauseReason.STAFF)}
                for one in health.under_way
            ],
            "people": tens_words(health.frozen),
            "rates": _rates(health) if health.frozen >= TOLD_FROM else None,
            "room": health.room,
        }


def _rates(health: MailingHealth) -> dict[str, float]:
    """Of a thousand mails."""
    told = (Outcome.COMPLAINED, Outcome.BOUNCED, Outcome.UNSUBSCRIBED)
    return {outcome.value: round(health.per_thousand(outcome), 1) for outcome in told}
