"""The letter to staff that a mailing was stopped by itself."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from mailings.enums import MailingState, PauseReason
from mailings.jobs.brakes import PAUSED, forget_notices
from mailings.models import PauseNotice
from mailings.selectors.counts import gone_of
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.links import absolute_url
from outbox.models import Letter


class PausedLetter(TemplateLetterKind):
    """Says which mailing rests and why, in numbers, and leads to it. Names nobody who got it."""

    name = PAUSED
    template = "mailings/mail/paused"

    def resolve(self, letter: Letter) -> Recipient:
        notice = referenced(letter, PauseNotice)
        user, mailing = notice.user, notice.mailing
        # Somebody let it go on, or stopped it, before this letter left.
        if not (user.is_active and user.email and mailing.state == MailingState.PAUSED):
            raise Gone
        gone = gone_of(mailing)
        path = reverse("mailing:overview", args=[mailing.public_id])
        data: dict[str, Any] = {
            "name": mailing.name,
            "why": notice.why,
            "sent": gone.sent,
            "number": {
                PauseReason.COMPLAINTS: gone.complained,
                PauseReason.BOUNCES: gone.bounced,
                PauseReason.ERRORS: gone.errors,
            }[PauseReason(notice.why)],
            "tried": gone.tried,
            "url": absolute_url(path),
        }
        return Recipient(address=user.email, language=letter.language, data=data)

    def settled(self, ref_ids: Collection[UUID]) -> None:
        forget_notices(ref_ids)
