"""What became of one's mail, after the page behind the link at its foot: answers, so they go to who left."""

from typing import Any

from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.models import Letter
from outbox.selectors import paused_until
from privacy.exceptions import SealedError
from supporters.addresses import ask_door_url
from supporters.jobs.leaving_mail import LEFT_ALL, LEFT_LIST, LEFT_SOME, PAUSED
from supporters.models import List, Organization, Supporter
from supporters.registries import read_by_others


class LeavingLetter(TemplateLetterKind):
    """Base. Goes to nobody whose mail others read."""

    def resolve(self, letter: Letter) -> Recipient:
        try:
            address: str = referenced(letter, Supporter).unseal().email
        except SealedError:
            raise Gone from None
        if read_by_others(address):
            raise Gone
        return Recipient(address=address, language=letter.language, data=self.said(letter, address))

    def said(self, letter: Letter, address: str) -> dict[str, Any]:
        return {"organization": Organization.load(), "door_url": ask_door_url()}


class LeftListLetter(LeavingLetter):
    """They are off one list."""

    name = LEFT_LIST
    template = "supporters/mail/left_list"

    def said(self, letter: Letter, address: str) -> dict[str, Any]:
        mail_list = List.objects.filter(public_id=letter.list_id).first() if letter.list_id else None
        if mail_list is None:
            raise Gone
        name, language = mail_list.name.best(letter.language)
        return {**super().said(letter, address), "list_name": name, "list_language": language}


class LeftSomeLetter(LeavingLetter):
    """They are off several."""

    name = LEFT_SOME
    template = "supporters/mail/left_some"


class LeftAllLetter(LeavingLetter):
    """They are off all."""

    name = LEFT_ALL
    template = "supporters/mail/left_all"


class PausedLetter(LeavingLetter):
    """Until which day no news goes to them."""

    name = PAUSED
    template = "supporters/mail/paused"

    def said(self, letter: Letter, address: str) -> dict[str, Any]:
        until = paused_until(address)
        if until is None:
            raise Gone  # They ended it since.
        return {**super().said(letter, address), "until": until}


LETTERS = (LeftListLetter, LeftSomeLetter, LeftAllLetter, PausedLetter)
