"""How the mails about unusual things are packed: a name of the staff, a number, a time, and no supporter."""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from outbox.courier import Courier, Parcel
from outbox.exceptions import Gone
from outbox.kinds import Recipient, render_mail
from outbox.links import absolute_url
from outbox.messages import build_message
from outbox.models import FindingMail, SendRow
from privacy.finding_rules import organization_zone, sentence_of
from privacy.local_time import to_local
from privacy.models import Finding
from privacy.staff_mail import staff_language
from privacy.staff_names import logins
from privacy.watchers import eligible


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
        if not findings or user not in eligible():
            raise Gone
        language = staff_language(user)
        with translation.override(language):
            content = render_mail("outbox/mail/finding", _said(findings, language))
        recipient = Recipient(address=user.email, language=language)
        message = build_message(public_id=row.public_id, recipient=recipient, content=content, is_news=False)
        return Parcel(row, message)


def _said(findings: Sequence[Finding], language: str) -> dict[str, Any]:
    zone = organization_zone()
    # Not the access log, which is for Data stewards alone: everybody who is told may open this page.
    url = absolute_url(reverse("countersign_findings"))
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
        # Somebody may tend several sites from one mailbox, and none of these may have a name of its own.
        "site": getattr(settings, "WAGTAIL_SITE_NAME", ""),
        "host": urlsplit(url).netloc,
        "url": url,
    }
