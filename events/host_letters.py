"""The letter with a host's private link: no title, place or day, whatever the event."""

from django.utils import timezone

from events.host_links import host_url
from events.jobs.neutral import MAILER
from events.jobs.telling import HOST, HOST_GUARDED
from events.models import HostLink
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced, register_letter_kind
from outbox.models import Letter


class Host(TemplateLetterKind):
    """To the address that staff typed."""

    name = HOST
    template = "events/mail/host_link"
    to_unconfirmed = True
    # Its holder never gave us that address.
    keeps_bounces = False

    def resolve(self, letter: Letter) -> Recipient:
        link = referenced(letter, HostLink)
        if link.event.is_guarded and self.mailer != MAILER:
            # It became so while this letter waited: renewing the link mails it by the right server.
            raise Gone
        address = link.unseal().email
        if not address or link.ends <= timezone.now():
            raise Gone
        return Recipient(address=address, language=letter.language, data={"url": host_url(link)})


class HostGuarded(Host):
    """The same, where the event is guarded: by its own mail server, and no row stays."""

    name = HOST_GUARDED
    mailer = MAILER
    leaves_no_row = True


def register_host_letters() -> None:
    """Tell the outbox how both are written."""
    register_letter_kind(Host())
    register_letter_kind(HostGuarded())
