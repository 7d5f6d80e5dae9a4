"""The letters about gifts: written from ids at the moment of sending, in the donor's language.

Nothing that a donor typed stands in them: whoever pays can type anybody's address.
"""

from typing import Any, ClassVar

from django.urls import reverse

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from campaigns.money import Money
from donations.enums import DonationState, RecurringState
from donations.exceptions import NothingToSum
from donations.jobs import letters
from donations.models import Donation, Receipt, RecurringDonation
from donations.selectors.designations import said_purposes
from donations.selectors.donors import address_of, wants_news
from donations.selectors.yearly import last_year_of
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced
from outbox.links import absolute_url
from outbox.models import Letter
from privacy.links import Purpose, make_link_token
from supporters.models import Organization


def own_gift_url(donation: Donation) -> str:
    """The link in every letter about a gift: a page that mails a fresh one, good for an hour."""
    token = make_link_token(Purpose.RECEIPT, donation.public_id)
    return absolute_url(reverse("countersign_gift_own", args=[token]))


def news_url(donation: Donation) -> str:
    """The link to the button by which a donor joins the list they ticked."""
    token = make_link_token(Purpose.CONFIRM, donation.public_id)
    return absolute_url(reverse("countersign_gift_news", args=[token]))


def is_targets(address: str) -> bool:
    """Whether a target reads along, which it may be by now: it must not hear who gives.

    Only the link that somebody asks for goes there still, or they could never end what they give.
    """
    return standing_of(address) == DomainStanding.TARGET


class GiftLetter(TemplateLetterKind):
    """Base: about one gift, to whoever gave it. Gone where nobody is known, or a target reads along."""

    def donation_of(self, letter: Letter) -> Donation:
        return referenced(letter, Donation)

    def resolve(self, letter: Letter) -> Recipient:
        donation = self.donation_of(letter)
        address = address_of(donation)
        if not address or (self.name != letters.PORTAL and is_targets(address)):
            raise Gone
        data = self.said(donation, letter.language)
        return Recipient(address=address, language=letter.language, data=data)

    def said(self, donation: Donation, language: str) -> dict[str, Any]:
        """What the templates get beside the organization."""
        return {
            "donation": donation,
            "organization": Organization.load(),
            "own_url": own_gift_url(donation),
            "is_test": donation.is_test,
        }


class ReceiptLetter(GiftLetter):
    """How much was given and on which day, in the words of that day. The one number it has."""

    name = letters.RECEIPT
    template = "donations/mail/receipt"

    def said(self, donation: Donation, language: str) -> dict[str, Any]:
        if donation.state not in {DonationState.PAID, DonationState.REFUNDED, DonationState.DISPUTED}:
            raise Gone
        receipt = Receipt.objects.select_related("wording").filter(donation=donation).first()
        if receipt is None:
            raise Gone
        thanks, thanks_language = donation.fundraiser.thanks.best(language)
        return {
            **super().said(donation, language),
            "receipt": receipt,
            "words": wording_in(receipt, language),
            "thanks": thanks,
            "thanks_language": thanks_language,
            "purpose": said_purposes([donation], language)[0],
            "fee": Money(donation.fee_covered, donation.currency) if donation.fee_covered else None,
            "is_monthly": donation.recurring_id is not None,
            "news_url": news_url(donation) if wants_news(donation) else "",
        }


def wording_in(receipt: Receipt, language: str) -> list[tuple[str, str]]:
    """What the receipt says of the organization and of taxes: texts, each with its language."""
    wording = receipt.wording
    if wording is None:
        return []
    found = [text.best(language) for text in (wording.organization, wording.status, wording.tax_line)]
    return [(text, tongue) for text, tongue in found if text]


class WelcomeLetter(GiftLetter):
    """Thanks to a new monthly donor, the day after the first receipt."""

    name = letters.WELCOME
    template = "donations/mail/welcome"

    def said(self, donation: Donation, language: str) -> dict[str, Any]:
        recurring = donation.recurring
        if donation.state != DonationState.PAID or recurring is None:
            raise Gone
        if recurring.state in {RecurringState.ENDING, RecurringState.ENDED}:
            raise Gone
        amount = Money(recurring.charged, recurring.currency)
        return {**super().said(donation, language), "amount": amount, "next_day": recurring.next_day}


class RefundedLetter(GiftLetter):
    """That money went back, and how much in all."""

    name = letters.REFUNDED
    template = "donations/mail/refunded"

    def said(self, donation: Donation, language: str) -> dict[str, Any]:
        if not donation.refunded_amount:
            raise Gone
        back = Money(donation.refunded_amount, donation.currency)
        return {**super().said(donation, language), "back": back}


class RefundFailedLetter(GiftLetter):
    """That a bank did not take what was sent back, so that it is a gift again."""

    name = letters.REFUND_FAILED
    template = "donations/mail/refund_failed"

    def said(self, donation: Donation, language: str) -> dict[str, Any]:
        if not donation.refund_failed:
            raise Gone
        failed = Money(donation.refund_failed, donation.currency)
        return {**super().said(donation, language), "failed": failed}


class PortalLetter(GiftLetter):
    """The fresh link that somebody asked for on the page behind a receipt's link."""

    name = letters.PORTAL
    template = "donations/mail/portal"

    def said(self, donation: Donation, language: str) -> dict[str, Any]:
        token = make_link_token(Purpose.PORTAL, donation.public_id)
        door_url = absolute_url(reverse("countersign_gift_door", args=[token]))
        return {**super().said(donation, language), "door_url": door_url}


class SummaryLetter(GiftLetter):
    """In the new year: that the summary of the last one lies behind the link."""

    name = letters.SUMMARY
    template = "donations/mail/summary"

    def said(self, donation: Donation, language: str) -> dict[str, Any]:
        try:
            year = last_year_of(donation)
        except NothingToSum:
            raise Gone from None
        return {**super().said(donation, language), "year": year}


class FailedLetter(TemplateLetterKind):
    """A charge of a monthly gift failed: once each step, and only while it is so."""

    template = "donations/mail/failed"
    step: ClassVar[int]

    def resolve(self, letter: Letter) -> Recipient:
        recurring = referenced(letter, RecurringDonation)
        if self.is_over(recurring):
            raise Gone
        gift = recurring.donations.order_by("-is_first_instalment", "pk").first()
        address: str = recurring.unseal().email
        if gift is None or not address or is_targets(address):
            raise Gone
        data = {
            "step": self.step,
            "amount": Money(recurring.charged, recurring.currency),
            "organization": Organization.load(),
            "own_url": own_gift_url(gift),
            "is_test": gift.is_test,
        }
        return Recipient(address=address, language=letter.language, data=data)

    def is_over(self, recurring: RecurringDonation) -> bool:
        """Whether it was paid since."""
        return recurring.failed_attempts < self.step or recurring.state == RecurringState.ENDING


class FirstFailed(FailedLetter):
    """Kind: cards run out, it is tried again."""

    name = letters.FAILED[0]
    step = 1


class SecondFailed(FailedLetter):
    """Plainer: what to do, and until when."""

    name = letters.FAILED[1]
    step = 2


class ThirdFailed(FailedLetter):
    """The last: it will end, with thanks."""

    name = letters.FAILED[2]
    step = 3


LETTERS = (
    ReceiptLetter,
    WelcomeLetter,
    RefundedLetter,
    RefundFailedLetter,
    PortalLetter,
    SummaryLetter,
    FirstFailed,
    SecondFailed,
    ThirdFailed,
)
