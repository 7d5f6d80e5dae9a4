"""The letters of this floor: do you want to stay, what we hold about you, and that you are erased."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.models import Letter
from privacy.exceptions import SealedError
from supporters.addresses import door_url, join_urls, keep_me_url, unsubscribe_url
from supporters.jobs import DOOR, ERASED, KEEP_ME, forget_doors
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
            address=_unless_read_by_others(_address_of(supporter)),
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
    # Anybody can type anybody's address: of a stranger not even a fingerprint is kept.
    keeps_bounces = False

    def resolve(self, letter: Letter) -> Recipient:
        address = referenced(letter, DoorRequest).unseal().address
        language, data = letter.language, {"door_url": "", "organization": Organization.load()}
        if (supporter := find_supporter(address)) is not None:
            # To the address we know: what was typed may be read by another at some provider.
            address, language = _address_of(supporter), supporter.language
            data["door_url"] = door_url(supporter)
        return Recipient(address=_unless_read_by_others(address), language=language, data=data)

    def settled(self, ref_ids: Collection[UUID]) -> None:
        """Whoever asked is forgotten with the answer, not a day later."""
        forget_doors(ref_ids)


class JoinLetter(TemplateLetterKind):
    """Asks whether it was really the holder of this mailbox who would join a list. Nothing that was typed
    is in it."""

    name = JOIN
    template = "supporters/mail/join"
    to_unconfirmed = True

    def resolve(self, letter: Letter) -> Recipient:
        sign_up = referenced(letter, ListSignUp)
        # Its domain may be named as a school's only after the form came in.
        address = _unless_read_by_others(sign_up.unseal().email)
        name, language = sign_up.list.name.best(letter.language)
        data = {"list_name": name, "list_language": language, "organization": Organization.load()}
        return Recipient(address=address, language=letter.language, data={**data, **join_urls(sign_up)})


class ErasedLetter(TemplateLetterKind):
    """The receipt of an erasure; its row goes when it is sent."""

    name = ERASED
    template = "supporters/mail/erased"
    leaves_no_row = True

    def resolve(self, letter: Letter) -> Recipient:
        recipient = super().resolve(letter)
        _unless_read_by_others(recipient.address)
        return recipient

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        return {"organization": Organization.load()}


def _address_of(supporter: Supporter) -> str:
    try:
        address: str = supporter.unseal().email
    except SealedError:
        raise Gone from None
    return address


def _unless_read_by_others(address: str) -> str:
    """The address. Raises Gone: neither that somebody is with us nor the way in is for whoever else reads."""
    if read_by_others(address):
        raise Gone
    return address
