"""Reading an amount as people write it. A leaf."""

import re

from campaigns.money import Money

# "1,250" and "1,250.50": commas between thousands, as in the United States in both languages.
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
SIGN = re.compile(r"[\s$€£¥]|[A-Za-z]{1,3}")


def read_amount(typed: str, currency: str) -> int:
    """Minor units of ``"75"``, ``"$1,250.50"``, ``"75 USD"``. Raises ValueError for anything else.

    Nothing is guessed: ``"12,50"`` is refused, for it may be twelve and a half or more than a thousand.
    """
    text = SIGN.sub("", typed)
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return Money.parse(text, currency).minor
