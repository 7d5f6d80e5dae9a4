"""Money counts whole minor units and never mixes currencies."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from campaigns.exceptions import DifferentCurrencies
from campaigns.money import Money, total


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.5", "USD", 1250),
        ("12", "USD", 1200),
        (" 0.01 ", "USD", 1),
        ("93000", "JPY", 93000),
        ("1.234", "KWD", 1234),
    ],
)
def test_amounts_are_read_into_minor_units(text, currency, minor):
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12.345", "USD"),
        ("1.5", "JPY"),
        ("-1", "USD"),
        ("1e9", "USD"),
        ("", "USD"),
        ("1,5", "USD"),
        ("٣", "USD"),
        ("9" * 13, "USD"),
        ("1.x", "USD"),
        ("NaN", "USD"),
    ],
)
def test_anything_but_an_amount_is_refused(text, currency):
    with pytest.raises(ValueError, match="amount"):
        Money.parse(text, currency)


@given(st.integers(min_value=0, max_value=10**11), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_an_amount_written_and_read_again_is_the_same(minor, currency):
    money = Money(minor, currency)
    assert Money.parse(f"{money.amount:f}", currency) == money


def test_two_currencies_are_never_summed_or_compared():
    dollars, pesos = Money(100, "USD"), Money(100, "MXN")
    for operation in (
        lambda: dollars + pesos,
        lambda: dollars - pesos,
        lambda: dollars < pesos,
        lambda: dollars <= pesos,
    ):
        with pytest.raises(DifferentCurrencies):
            operation()
    assert total([dollars, pesos, dollars]) == {"USD": Money(200, "USD"), "MXN": pesos}


def test_floats_and_strange_codes_are_no_money():
    with pytest.raises(TypeError):
        Money(1.5, "USD")
    for code in ("usd", "US", "DOLLAR", "US1D"):
        with pytest.raises(ValueError, match="ISO"):
            Money(1, code)


def test_amounts_are_written_as_the_language_writes_them():
    with translation.override("en"):
        assert str(Money(9300050, "USD")) == "$93,000.50"
        assert str(Money(-500, "USD")) == "-$5.00"
        assert str(Money(93000, "JPY")) == "93,000 JPY"
