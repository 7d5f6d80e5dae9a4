"""The letters of this floor: the button that joins a list, do you want to stay, what we hold about you, that
two records became one, and that you are erased."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.models import Letter
from privacy.exceptions import SealedError
from supporters.addresses import ask_door_url, door_url, join_urls, keep_me_url, unsubscribe_url
from supporters.jobs import DOOR, ERASED, KEEP_ME, forget_doors
from supporters.jobs.joining import JOIN, REMINDER
from supporters.models import DoorRequest, ListSignUp, Organization, Supporter
from supporters.registries import read_by_others
from supporters.selectors import find_supporter
from supporters.services.merging import MERGED, id_behind


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
        if sign_up.held or not sign_up.list.is_public:
            raise Gone
        name, language = sign_up.list.name.best(letter.language)
        data = {"list_name": name, "list_language": language, "organization": Organization.load()}
        return Recipient(address=address, language=letter.language, data={**data, **join_urls(sign_up)})


class JoinReminder(JoinLetter):
    """The same once more after 20 hours, and never again. Whoever pressed one of the buttons gets none."""

    name = REMINDER
    template = "supporters/mail/join_reminder"


class MergedLetter(TemplateLetterKind):
    """Tells one of two addresses that staff made two records one; it says nothing of the other.

    Nobody asked for it: whoever refuses mail, and whose mail others read, gets none.
    """

    name = MERGED
    is_news = True
    template = "supporters/mail/merged"

    def resolve(self, letter: Letter) -> Recipient:
        recipient = super().resolve(letter)
        supporter = find_supporter(recipient.address)
        if supporter is None:
            raise Gone  # Erased since.
        # Two who were one by mistake are parted again: then each link has to be that of who got it.
        known_as = id_behind(recipient.address, supporter)
        return Recipient(
            address=_unless_read_by_others(recipient.address),
            language=letter.language,
            data={"door_url": ask_door_url(), "organization": Organization.load()},
            unsubscribe_url=unsubscribe_url(supporter, known_as=known_as),
        )


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
