"""The letter to those who keep the books: gifts wait, or the books differ. It names no donor and no gift."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from donations.enums import NoticeReason
from donations.jobs.alerts import ALERT, forget_notices
from donations.jobs.brake import is_braked
from donations.kinds import takes_tests
from donations.models import GiftNotice
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.links import absolute_url
from outbox.models import Letter


class AlertLetter(TemplateLetterKind):
    """Says what happened, in numbers, and what to do."""

    name = ALERT
    template = "donations/mail/alert"

    def resolve(self, letter: Letter) -> Recipient:
        notice = referenced(letter, GiftNotice)
        user = notice.user
        # Cards may work again before it leaves.
        is_over = notice.why == NoticeReason.CARDS and not is_braked()
        if is_over or not (user.is_active and user.email):
            raise Gone
        data: dict[str, Any] = {
            "why": notice.why,
            "name": notice.fundraiser.name if notice.fundraiser is not None else "",
            "is_test": takes_tests(),
            "many": notice.number,
            "url": absolute_url(reverse("fundraiser:gifts")),
        }
        return Recipient(address=user.email, language=letter.language, data=data)

    def settled(self, ref_ids: Collection[UUID]) -> None:
        forget_notices(ref_ids)
