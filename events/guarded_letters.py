"""How the letters about guarded events are written: one subject and text for all of them, and a link.

No title, place, day, campaign or name; by a mail server of their own; no row stays, and of what a provider
says about them nothing but a count.
"""

from typing import ClassVar

from events.jobs.neutral import MAILER
from events.jobs.telling import GUARDED, GUARDED_CONFIRM
from events.models import Attendance
from events.own_links import own_url
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, register_letter_kind
from outbox.models import Letter


class NeutralNews(TemplateLetterKind):
    """ "There is news on your sign-up." """

    name = GUARDED
    template = "events/mail/neutral"
    mailer = MAILER
    leaves_no_row = True
    keeps_bounces = False
    is_first: ClassVar[bool] = False

    def resolve(self, letter: Letter) -> Recipient:
        rows = Attendance.objects.select_related("occurrence")
        row = rows.filter(public_id=letter.ref_id, is_guarded=True).first() if letter.ref_id else None
        if row is None or row.awaits_button != self.is_first:
            raise Gone
        address = row.unseal().email
        if not address:
            raise Gone
        return Recipient(address=address, language=letter.language, data={"url": own_url(row)})


class NeutralFirst(NeutralNews):
    """The same to an address that nobody has confirmed yet."""

    name = GUARDED_CONFIRM
    to_unconfirmed = True
    is_first = True


def register_guarded_letters() -> None:
    """Tell the outbox how both are written."""
    register_letter_kind(NeutralNews())
    register_letter_kind(NeutralFirst())
