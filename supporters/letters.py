"""The letters of this floor: do you want to stay, what we hold about you, and that you are erased."""

from typing import Any

from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.models import Letter
from privacy.exceptions import SealedError
from supporters.addresses import door_url, join_urls, keep_me_url, unsubscribe_url
from supporters.jobs import DOOR, ERASED, KEEP_ME
from supporters.jobs.joining import JOIN
from supporters.models import DoorRequest, ListSignUp, Organization, Supporter
from supporters.registries import read_by_others
from supporters.selectors import find_supporter


class KeepMeLetter(TemplateLetterKind):
    """Asks somebody silent for long. It is news: who refuses mail is not asked, and goes in silence."""

    name = KEEP_ME
    is_news = True
    template = "supporters/mail/keep_me"

    def resolve(self, letter: Letter) -> Recipient:
        supporter = referenced(letter, Supporter)
        if not supporter.asked_months:
            raise Gone  # They acted since.
        return Recipient(
            address=_address_of(supporter),
            language=letter.language,
            data={"keep_me_url": keep_me_url(supporter), "organization": Organization.load()},
            unsubscribe_url=unsubscribe_url(supporter),
        )


class DoorLetter(TemplateLetterKind):
    """Answers whoever asked what we hold: with a link, or that nobody is known by this address.

    Who it is, is looked up here and not when they asked, and in their own language.
    """

    name = DOOR
    template = "supporters/mail/door"
    to_unconfirmed = True

    def resolve(self, letter: Letter) -> Recipient:
        address = referenced(letter, DoorRequest).unseal().address
        language, data = letter.language, {"door_url": "", "organization": Organization.load()}
        if (supporter := find_supporter(address)) is not None:
            # To the address we know: what was typed may be read by another at some provider.
            address, language = _address_of(supporter), supporter.language
            data["door_url"] = door_url(supporter)
        # Known or not: neither that somebody is with us nor the way in is for whoever else reads there.
        if read_by_others(address):
            raise Gone
        return Recipient(address=address, language=language, data=data)


class JoinLetter(TemplateLetterKind):
    """Asks whether it was really the holder of this mailbox who would join a list. Nothing that was typed
    is in it."""

    name = JOIN
    template = "supporters/mail/join"
    to_unconfirmed = True

    def resolve(self, letter: Letter) -> Recipient:
        sign_up = referenced(letter, ListSignUp)
        address = sign_up.unseal().email
        if read_by_others(address):
            # Named as a school's only after the form came in.
            raise Gone
        name, language = sign_up.list.name.best(letter.language)
        data = {"list_name": name, "list_language": language, "organization": Organization.load()}
        return Recipient(address=address, language=letter.language, data={**data, **join_urls(sign_up)})


class ErasedLetter(TemplateLetterKind):
    """The receipt of an erasure; its row goes when it is sent."""

    name = ERASED
    template = "supporters/mail/erased"
    leaves_no_row = True

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        return {"organization": Organization.load()}


def _address_of(supporter: Supporter) -> str:
    try:
        address: str = supporter.unseal().email
    except SealedError:
        raise Gone from None
    return address
