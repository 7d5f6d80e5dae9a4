"""The letters of petitions: written from ids at the moment of sending, in the signer's language."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from campaigns.source import with_source
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced, register_letter_kind
from outbox.links import absolute_url
from outbox.models import Letter
from outbox.selectors import is_refused
from petitions.enums import SignatureState
from petitions.jobs import proofs, waiting
from petitions.models import CampusProof, Petition, Signature
from petitions.selectors import takes_proofs
from petitions.sharing import FROM_MAIL, page_address
from petitions.words import default_after_body, default_after_subject
from privacy.exceptions import BadAddress
from privacy.links import Purpose, make_link_token
from supporters.models import Organization


def link_of(signature: Signature, purpose: Purpose) -> str:
    """The absolute address of a signed link of this signature; the petition's id stands in it too,
    so that a link that ran out, whose row is gone, still leads somewhere."""
    names = {
        Purpose.CONFIRM: "countersign_petition_confirm",
        Purpose.NOT_ME: "countersign_petition_not_me",
        Purpose.UNSUBSCRIBE: "countersign_petition_no_reminders",
        Purpose.WITHDRAW: "countersign_petition_withdraw",
    }
    token = make_link_token(purpose, signature.public_id, extra=signature.petition.public_id)
    return absolute_url(reverse(names[purpose], args=[token]))


class SignatureLetter(TemplateLetterKind):
    """Base: finds the signature, skips the letter when it no longer waits for it."""

    def signature_of(self, letter: Letter) -> Signature:
        """The row the letter is about. Raises Gone when there is no reason left to write."""
        rows = Signature.objects.select_related("petition__campaign", "supporter")
        signature = rows.filter(public_id=letter.ref_id).first() if letter.ref_id else None
        if signature is None or not self.is_wanted(signature):
            raise Gone
        return signature

    def is_wanted(self, signature: Signature) -> bool:
        """Whether this letter still has something to say."""
        return signature.awaits_button and _may_still_confirm(signature)

    def resolve(self, letter: Letter) -> Recipient:
        signature = self.signature_of(letter)
        return Recipient(
            address=signature.unseal().email,
            language=letter.language,
            data={"signature": signature},
            unsubscribe_url=link_of(signature, Purpose.UNSUBSCRIBE) if self.is_news else "",
        )

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        """Links, and the title: written by an editor, not by whoever filled in the form."""
        signature: Signature = recipient.data["signature"]
        petition = signature.petition
        return {
            "signed_by": Organization.load().name,
            "is_pledge": petition.is_pledge,
            "title": petition.title_in(recipient.language),
            "counts_already": signature.seems_counted and not signature.is_test,
            "is_test": signature.is_test,
            "confirm_url": link_of(signature, Purpose.CONFIRM),
            "not_me_url": link_of(signature, Purpose.NOT_ME),
            "withdraw_url": link_of(signature, Purpose.WITHDRAW),
        }


def _may_still_confirm(signature: Signature) -> bool:
    waits = signature.petition.takes_confirmations or signature.is_test
    return waits or signature.seems_counted


class Confirm(SignatureLetter):
    """The first letter: the button, and "it wasn't me". Nothing that was typed is in it."""

    name = waiting.CONFIRM
    template = "petitions/mail/confirm"
    to_unconfirmed = True


class ConfirmNeutral(SignatureLetter):
    """The one letter to a school's address: not a word about the petition. Holds the way out too."""

    name = waiting.CONFIRM_NEUTRAL
    template = "petitions/mail/neutral"
    to_unconfirmed = True


class Complete(SignatureLetter):
    """The first letter where the signature counts without confirmation."""

    name = waiting.COMPLETE
    template = "petitions/mail/complete"
    to_unconfirmed = True


class Reminder(SignatureLetter):
    """One, after 20 hours. It is news: a refusal stops it."""

    name = waiting.REMINDER
    template = "petitions/mail/reminder"
    is_news = True
    to_unconfirmed = True

    def is_wanted(self, signature: Signature) -> bool:
        return signature.state == SignatureState.PENDING and _may_still_confirm(signature)


class After(SignatureLetter):
    """The mail after confirming: the editor's words, the petition's address, the way out."""

    name = waiting.AFTER
    template = "petitions/mail/after"

    def is_wanted(self, signature: Signature) -> bool:
        return signature.seems_counted and not signature.on_campus_mail

    def resolve(self, letter: Letter) -> Recipient:
        signature = self.signature_of(letter)
        # A test made no supporter: its blob stays until the next day.
        holder = signature if signature.supporter is None else signature.supporter
        details = holder.unseal()
        return Recipient(
            address=details.email,
            language=letter.language,
            data={"signature": signature, "given_name": details.given_name},
        )

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        signature: Signature = recipient.data["signature"]
        url = page_address(signature.petition, at=signature.place_slug)
        return {
            **super().context(recipient, letter),
            **_after_words(signature.petition, recipient.language),
            "given_name": recipient.data["given_name"],
            "share_url": with_source(url, FROM_MAIL) if url else "",
        }


class Prove(TemplateLetterKind):
    """To an address at a campus: not a word of what it is for, nor in the link's address."""

    name = proofs.LETTER
    template = "petitions/mail/prove"
    to_unconfirmed = True
    # Not even that one was sent, or that there is no such mailbox, is kept of an address that is forgotten.
    leaves_no_row = True

    def resolve(self, letter: Letter) -> Recipient:
        row = referenced(letter, CampusProof)
        sealed = row.unseal()
        if sealed.is_repeat or not takes_proofs(row.place) or _may_not_write(sealed.address):
            # Nobody will get a link to it: it need not wait for its day's end.
            with transaction.atomic():
                proofs.remove_proofs([row])
            raise Gone
        token = make_link_token(Purpose.PROVE, row.public_id)
        return Recipient(
            address=sealed.address,
            language=letter.language,
            data={"url": absolute_url(reverse("countersign_proof_link", args=[token]))},
        )


def _may_not_write(address: str) -> bool:
    """Whether it refuses all of our mail, or is on a target's own domain."""
    try:
        return standing_of(address) == DomainStanding.TARGET or is_refused(address)
    except BadAddress:
        return True


def _after_words(petition: Petition, language: str) -> dict[str, str]:
    """The editor's words in this language; ours where there are none in it."""
    title = petition.title_in(language)
    subject = petition.after_mail_subject.get(language)
    body = petition.after_mail_body.get(language)
    return {
        "subject": subject or default_after_subject(title=title, is_pledge=petition.is_pledge),
        "body": body or default_after_body(is_pledge=petition.is_pledge),
    }


def register_letters() -> None:
    """Tell the outbox how each kind is written."""
    for kind in (Confirm(), ConfirmNeutral(), Complete(), Reminder(), After(), Prove()):
        register_letter_kind(kind)
