"""The fixed choices of donations. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FundraiserState(models.TextChoices):
    """Where a fundraiser stands; its opening day and deadline narrow *open* further."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class AfterGoal(models.TextChoices):
    """What a page says once its goals are reached. The goal never moves by itself."""

    GO_ON = "go_on", _("say so and go on taking gifts")
    STRETCH = "stretch", _("show the second goal")
    THANK = "thank", _("say thanks and take no more gifts")


class Frequency(models.TextChoices):
    """How often a gift comes."""

    ONCE = "once", _("once")
    MONTHLY = "monthly", _("monthly")


class DonationState(models.TextChoices):
    """Where a gift stands, made from its rank, its dispute and what went back. Only PAID counts in full."""

    STARTED = "started", _("started")
    PENDING = "pending", _("on its way")
    FAILED = "failed", _("failed")
    EXPIRED = "expired", _("not finished")
    PAID = "paid", _("paid")
    REFUNDED = "refunded", _("refunded")
    DISPUTED = "disputed", _("disputed")


class PaymentRank(models.IntegerChoices):
    """How far a payment has come. It only rises, so messages may arrive in any order."""

    STARTED = 0, _("started")
    PENDING = 1, _("on its way")
    FAILED = 2, _("failed")
    EXPIRED = 3, _("not finished")
    PAID = 4, _("paid")


class DisputeRank(models.IntegerChoices):
    """How far a dispute has come. It only rises."""

    NONE = 0, _("none")
    OPEN = 1, _("open")
    WON = 2, _("won")
    LOST = 3, _("lost")


class RecurringState(models.TextChoices):
    """Where a recurring donation stands."""

    STARTED = "started", _("started")
    ACTIVE = "active", _("active")
    PAST_DUE = "past_due", _("payment failed")
    PAUSED = "paused", _("paused")
    # Its donor was erased here; the provider is still to be told.
    ENDING = "ending", _("ending")
    ENDED = "ended", pgettext_lazy("a monthly gift", "ended")


# The provider may still charge for these.
RUNNING = (RecurringState.ACTIVE, RecurringState.PAST_DUE, RecurringState.PAUSED, RecurringState.ENDING)


class PayoutState(models.TextChoices):
    """Where the provider's transfer to the organization's bank stands."""

    COMING = "coming", _("on its way")
    PAID = "paid", _("with the bank")
    FAILED = "failed", _("failed")


class GiftPart(models.TextChoices):
    """By what totals tell gifts apart: the goal of money takes some of them only."""

    ONCE = "once", _("given once")
    FIRST = "first", _("first of a monthly gift")
    LATER = "later", _("later instalment of a monthly gift")


class Standing(models.TextChoices):
    """How a supporter stands as a donor, for segments: never with an amount."""

    NEVER = "never", _("never gave")
    ONCE = "once", _("gave once")
    MONTHLY = "monthly", _("gives monthly")
    LAPSED = "lapsed", _("gave monthly before")


class NoticeReason(models.TextChoices):
    """Why those who keep the books are written to."""

    # Most cards were refused: no gift begins anywhere.
    CARDS = "cards", _("cards refused")
    # More gifts were begun on one page in an hour than may be.
    CROWDED = "crowded", _("too many begun")
    # The night's comparison with the payment service found what it could not mend.
    DIFFERS = "differs", _("books differ")
