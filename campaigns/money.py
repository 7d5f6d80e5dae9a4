"""Money: whole minor units and an ISO 4217 code, never summed across codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.utils.formats import number_format

from campaigns.exceptions import DifferentCurrencies

# Digits after the point, where they are not 2 (ISO 4217, list one, 2025).
EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),  # noqa: SIM905
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),  # noqa: SIM905
    **dict.fromkeys("CLF UYW".split(), 4),  # noqa: SIM905
}
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "MXN": "MX$", "CAD": "CA$"}


def exponent(currency: str) -> int:
    """Digits after the point in amounts of ``currency``."""
    return EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` minor units (cents, yen) of ``currency``, three capital letters.

    Adding, subtracting and comparing amounts of two currencies raises
    ``DifferentCurrencies``. There is no division and no float: shares are
    a matter of the books, not of this class.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("Money counts whole minor units.")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError("The currency must be an ISO 4217 code.")

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """Read ``"12.50"``; raises ValueError for anything else, also for too many digits.

        >>> Money.parse("12.5", "USD")
        Money(minor=1250, currency='USD')
        """
        text = text.strip()
        whole, point, fraction = text.partition(".")
        digits = exponent(currency)
        if not (whole.isascii() and whole.isdigit()) or len(whole) > 12 or len(fraction) > digits:
            raise ValueError("Not an amount of this currency.")
        if point and not (fraction.isascii() and fraction.isdigit()):
            raise ValueError("Not an amount of this currency.")
        return cls(int(whole + fraction.ljust(digits, "0")), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        """The amount as the active language writes it: ``$12.50``, ``93,000 JPY``."""
        sign = SIGNS.get(self.currency, "")
        number = number_format(abs(self.amount), exponent(self.currency), force_grouping=True)
        minus = "-" if self.minor < 0 else ""
        return f"{minus}{sign}{number}" if sign else f"{minus}{number} {self.currency}"

    @property
    def brief(self) -> str:
        """As ``str()``, without zeros after the point: ``$25``, ``$12.50``."""
        whole, rest = divmod(self.minor, 10 ** exponent(self.currency))
        if rest or self.minor < 0:
            return str(self)
        sign, number = SIGNS.get(self.currency, ""), number_format(whole, 0, force_grouping=True)
        return f"{sign}{number}" if sign else f"{number} {self.currency}"

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise DifferentCurrencies
        return other


def total(amounts: Iterable[Money]) -> dict[str, Money]:
    """Sums by currency code: there is no one total of two currencies."""
    sums: dict[str, Money] = {}
    for money in amounts:
        sums[money.currency] = sums[money.currency] + money if money.currency in sums else money
    return sums
