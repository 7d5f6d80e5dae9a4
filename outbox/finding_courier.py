"""How the mails about unusual things are packed: a name of the staff, a number, a time, and no supporter."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import translation

from outbox.courier import Courier, Parcel
from outbox.exceptions import Gone
from outbox.kinds import Recipient, render_mail
from outbox.links import absolute_url
from outbox.messages import build_message
from outbox.models import FindingMail, SendRow
from privacy.audiences import admits
from privacy.finding_rules import organization_zone, sentence_of
from privacy.local_time import to_local
from privacy.locking import HOLDERS
from privacy.models import Finding
from privacy.roles import Role
from privacy.staff_mail import staff_language
from privacy.staff_names import logins


class FindingCourier(Courier[FindingMail]):
    """Each in the language in which its reader works."""

    model: ClassVar[type[SendRow]] = FindingMail
    while_locked: ClassVar[bool] = True

    def mailer_of(self, row: FindingMail) -> str:
        return "default"

    def pack(self, row: FindingMail) -> Parcel[FindingMail]:
        user: Any = row.user
        findings = list(row.findings.order_by("at", "pk"))
        # Whoever may not see it any more is not told either.
        if not (findings and user.is_active and user.email and admits(user, frozenset(HOLDERS))):
            raise Gone
        language = staff_language(user)
        with translation.override(language):
            content = render_mail("outbox/mail/finding", _said(findings, user, language))
        recipient = Recipient(address=user.email, language=language)
        message = build_message(public_id=row.public_id, recipient=recipient, content=content, is_news=False)
        return Parcel(row, message)


def _said(findings: Sequence[Finding], user: Any, language: str) -> dict[str, Any]:
    # Only Data stewards read the log itself.
    is_log = admits(user, frozenset({Role.STEWARDS}))
    zone = organization_zone()
    names = logins([*(one.user_id for one in findings), *(one.other_id for one in findings)])
    return {
        "language": language,
        "is_news": False,
        "unsubscribe_url": "",
        "lines": [
            {
                "label": one.get_rule_display(),
                "sentence": sentence_of(one, names),
                "at": to_local(one.at, zone.key),
            }
            for one in findings
        ],
        "zone": zone.key,
        "is_log": is_log,
        "url": absolute_url(reverse("countersign_access_log" if is_log else "countersign_findings")),
    }
