"""The letter by which staff see a mailing in their own mailbox."""

from collections.abc import Collection
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext

from mailings.models import TestSend
from mailings.previewing import merged_sample
from outbox.exceptions import Gone
from outbox.kinds import Content, LetterKind, Recipient, referenced
from outbox.models import Letter
from privacy.cleaning import clean_line

KIND = "mailings.test"


class TestLetter(LetterKind):
    """The mail as it stands, with nobody's name in it; its subject says that it is a test."""

    # pytest would collect it for its name.
    __test__ = False

    name = KIND
    keeps_bounces = False

    def resolve(self, letter: Letter) -> Recipient:
        test = referenced(letter, TestSend)
        if not (test.user.is_active and test.user.email):
            raise Gone
        return Recipient(
            address=test.user.email, language=test.content.language, data={"content": test.content}
        )

    def render(self, recipient: Recipient, letter: Letter) -> Content:
        content = recipient.data["content"]
        merged, sender = merged_sample(content), content.mailing.sender
        name = clean_line(sender.name.best(content.language)[0])
        headers = {"From": formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))}
        if sender.reply_to:
            headers["Reply-To"] = sender.reply_to
        subject = gettext("[Test] %(subject)s") % {"subject": merged.subject}
        return Content(subject=subject, text=merged.text, html=merged.html, headers=headers)

    def settled(self, ref_ids: Collection[UUID]) -> None:
        TestSend.objects.filter(public_id__in=ref_ids).delete()
