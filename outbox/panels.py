"""What outbox/ shows on the admin's front page: whether mail goes."""

from collections.abc import Mapping
from typing import Any, ClassVar

from outbox.enums import WhyNot
from outbox.selectors import mail_health
from privacy.dashboard import DashboardPanel
from privacy.scopes import AnyUser
from privacy.tens import tens_words

DAYS = 7
CAN_SEE = "countersign_outbox.view_letter"


class MailPanel(DashboardPanel):
    """What waits, failed and bounced in seven days, in full tens where it tells of people's mailboxes."""

    name = "mail"
    template_name = "outbox/admin/mail.html"
    permission = CAN_SEE
    order: ClassVar[int] = 150

    def what(self, user: AnyUser) -> Mapping[str, Any]:
        health = mail_health(days=DAYS)
        bounced = health.failed[WhyNot.BOUNCED]
        failed = health.failed.total() - bounced
        return {
            "days": DAYS,
            "waiting": tens_words(health.waiting),
            "bounced": tens_words(bounced),
            "failed": tens_words(failed),
            # The operator looks after each of these.
            "unknown": health.unknown,
            "has_failures": bool(failed),
        }
