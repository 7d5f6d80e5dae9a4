"""The mails about one's own account: a day and a name, never an address or a browser."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.links import absolute_url
from outbox.models import Letter
from privacy.days import utc_today
from privacy.roles import role_name
from staff.enums import Change, NoticeKind
from staff.jobs import NOTICE, forget_notices
from staff.models import Invitation, StaffNotice
from staff.services.accounts import LEFT_ADDRESS
from staff.services.invitations import invitation_url
from staff.services.passwords import password_url


class NoticeLetter(TemplateLetterKind):
    """What happened to the account, and what to do if it was not its owner."""

    name = NOTICE
    template = "staff/mail/notice"

    def resolve(self, letter: Letter) -> Recipient:
        notice = referenced(letter, StaffNotice)
        if not notice.user.email:
            raise Gone
        data: dict[str, Any] = {
            "kind": notice.kind,
            "username": notice.user.get_username(),
            "number": notice.number,
            "changes": notice.changes,
            "day": utc_today(),
            "url": self._url(notice),
        }
        return Recipient(address=notice.user.email, language=letter.language, data=data)

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        said = [Change(word).label % {"role": role_name(role)} for word, role in recipient.data["changes"]]
        return {**recipient.data, "changes": " ".join(said)}

    def _url(self, notice: StaffNotice) -> str:
        """Where the mail's button leads. Raises Gone for an invitation taken back since."""
        if notice.kind == NoticeKind.INVITED:
            invitation = Invitation.objects.select_related("user").filter(user_id=notice.user_id).first()
            if invitation is None or invitation.is_over:
                raise Gone
            return invitation_url(invitation)
        if notice.kind == NoticeKind.PASSWORD_LINK:
            return password_url(notice.user)
        return absolute_url(reverse("site_staff_admin:security"))

    def settled(self, ref_ids: Collection[UUID]) -> None:
        forget_notices(ref_ids)


class LeftAddressLetter(TemplateLetterKind):
    """To an address that the account's mail goes to no longer."""

    name = LEFT_ADDRESS
    template = "staff/mail/left_address"

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        return {"day": utc_today()}
