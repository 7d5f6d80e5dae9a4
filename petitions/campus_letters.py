"""The mails with a campus link. They say nothing of petition or campus: a leaked mailbox tells little."""

from typing import Any, ClassVar

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from outbox.enums import WhyNot
from outbox.exceptions import Gone, Skip
from outbox.kinds import Recipient, TemplateLetterKind, register_letter_kind
from outbox.links import absolute_url
from outbox.models import Letter
from outbox.selectors import is_refused
from petitions.campus_links import campus_path
from petitions.jobs.organizers import FRESH_LINK, INVITATION, RENEWAL
from petitions.models import CampusOrganizer
from petitions.selectors import live_organizer
from privacy.exceptions import BadAddress
from supporters.models import Organization


class CampusLink(TemplateLetterKind):
    """A link that its holder asked for: an answer to the person's own deed."""

    name = FRESH_LINK
    template = "petitions/mail/campus_link"
    # Staff typed the address, and nothing shows that it is read by whom they meant.
    to_unconfirmed = True
    is_invitation: ClassVar[bool] = False

    def resolve(self, letter: Letter) -> Recipient:
        organizer = live_organizer(letter.ref_id) if letter.ref_id is not None else None
        if organizer is None:
            raise Gone
        address = organizer.unseal().email
        # Asked anew: a campus may have named this domain as its own since.
        if standing_of(address) != DomainStanding.ORDINARY:
            raise Gone
        return Recipient(
            address=address,
            language=letter.language,
            data={"organizer": organizer},
        )

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        organizer: CampusOrganizer = recipient.data["organizer"]
        return {
            "url": absolute_url(campus_path(organizer)),
            "ends": organizer.ends,
            "is_invitation": self.is_invitation,
            "organization": Organization.load(),
        }


class CampusRenewal(CampusLink):
    """A link that staff renewed: not to an address that refuses all of our mail."""

    name = RENEWAL

    def resolve(self, letter: Letter) -> Recipient:
        recipient = super().resolve(letter)
        try:
            refused = is_refused(recipient.address)
        except BadAddress:
            raise Gone from None
        if refused:
            raise Skip(WhyNot.REFUSED)
        return recipient


class CampusInvitation(CampusRenewal):
    """The first link, which somebody else had sent."""

    name = INVITATION
    is_invitation = True


def register_campus_letters() -> None:
    """Tell the outbox how each kind is written."""
    for kind in (CampusLink(), CampusRenewal(), CampusInvitation()):
        register_letter_kind(kind)
