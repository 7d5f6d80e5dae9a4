"""What donations' services raise; views turn each into a page with a clear sentence."""

from privacy.exceptions import CountersignError


class DonationError(CountersignError):
    """Root of what donations raise."""


class FundraiserClosed(DonationError):
    """The fundraiser takes no gifts: a draft, closed, past its deadline, or its goals are reached."""


class FundraiserNotOpenYet(FundraiserClosed):
    """The fundraiser's opening day is still ahead."""


class FundraiserMoved(DonationError):
    """The fundraiser does not stand where this deed would take it from: a colleague was first."""


class FundraiserMissing(DonationError):
    """No fundraiser has this id."""


class AmountRefused(DonationError):
    """The amount is below the smallest, above the largest, or not one of those offered."""


class FrequencyRefused(DonationError):
    """The fundraiser does not take gifts this often."""


class AddressNeeded(DonationError):
    """A monthly gift needs an address: every charge is announced there, and it ends from there."""


class DonationMissing(DonationError):
    """No donation has this id."""


class CurrencyFixed(DonationError):
    """The currency of a fundraiser stays once a gift was made."""


class BooksDisagree(DonationError):
    """The provider tells of another amount or currency than what was begun: nothing was written."""


class LateAnswer(DonationError):
    """Another answer of the provider was written while this one was on its way: ask again."""


class ProviderError(DonationError):
    """Root of what goes wrong with the payment provider. None of them holds a word of the provider's."""


class NoProvider(ProviderError):
    """Nobody takes money here: the operator gave no key of Stripe's, and this is no development machine."""


class ProviderDown(ProviderError):
    """The provider did not answer, or asks to come again later."""


class ProviderRefused(ProviderError):
    """The provider will not do it, however often it is asked."""


class NothingToSum(DonationError):
    """This donor gave nothing in that year."""


class NothingToChange(DonationError):
    """No monthly gift runs any more."""


class PauseRefused(DonationError):
    """A monthly gift rests for one, two or three months."""


class TooManyAsked(DonationError):
    """The way to one gift was asked for too often today."""


class NewsGone(DonationError):
    """Nothing is known of this donor any more, or they asked for no news: there is nothing to confirm."""


class DayRefused(DonationError):
    """A gift that came in another way has a day that is still to come."""


class DonorGone(DonationError):
    """Nothing is known of this donor any more."""


class NothingToRefund(DonationError):
    """The gift is not paid, is disputed, or all of it went back."""


class RefundedMeanwhile(DonationError):
    """Something of the gift went back since somebody looked who asks for a refund: they pressed twice."""


class MessageRefused(DonationError):
    """A message that is not the provider's, is old, is dated ahead, or cannot be read."""


class TooManyBegun(DonationError):
    """More gifts were begun on this page in an hour than people begin: a machine is at work."""


class CardsRefused(DonationError):
    """So many cards were refused in the last hours that somebody is trying stolen ones: gifts wait."""


class PeriodRefused(DonationError):
    """The days run backwards, or are more than a year."""
