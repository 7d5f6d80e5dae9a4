"""Reading an amount as people write it. A leaf."""

import re

from campaigns.money import Money

# "1,250" and "1,250.50": commas between thousands, as in the United States in both languages.
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
# What people write beside a figure, apart from the code itself.
MARKS = {
    "USD": {"$", "US$"},
    "CAD": {"$", "CA$"},
    "MXN": {"$", "MX$"},
    "EUR": {"€"},
    "GBP": {"£"},
    "JPY": {"¥"},
}
# A sign or a code may stand before or behind.
WRITTEN = re.compile(r"\s*([^\d.,\s]*)\s*([0-9.,]+)\s*([^\d.,\s]*)\s*")


def read_amount(typed: str, currency: str) -> int:
    """Minor units of ``"75"``, ``"$1,250.50"``, ``"75 USD"``. Raises ValueError for anything else.

    Nothing is guessed: ``"12,50"`` is refused, for it may be twelve and a half or more than a thousand; and
    so is ``"€75"`` where dollars are given.
    """
    if (found := WRITTEN.fullmatch(typed)) is None:
        raise ValueError("No amount in figures.")
    before, text, behind = found.groups()
    if not {before.upper(), behind.upper()} <= {"", currency, *MARKS.get(currency, ())}:
        raise ValueError("An amount of another currency.")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return Money.parse(text, currency).minor
