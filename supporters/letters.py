"""The letter of this floor: do you want to stay?"""

from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.models import Letter
from privacy.exceptions import SealedError
from supporters.addresses import keep_me_url, unsubscribe_url
from supporters.jobs import KEEP_ME
from supporters.models import Organization, Supporter


class KeepMeLetter(TemplateLetterKind):
    """Asks somebody silent for long. It is news: who refuses mail is not asked, and goes in silence."""

    name = KEEP_ME
    is_news = True
    template = "supporters/mail/keep_me"

    def resolve(self, letter: Letter) -> Recipient:
        supporter = referenced(letter, Supporter)
        if not supporter.asked_months:
            raise Gone  # They acted since.
        try:
            address = supporter.unseal().email
        except SealedError:
            raise Gone from None
        return Recipient(
            address=address,
            language=letter.language,
            data={"keep_me_url": keep_me_url(supporter), "organization": Organization.load()},
            unsubscribe_url=unsubscribe_url(supporter),
        )
