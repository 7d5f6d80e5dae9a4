"""Cells that stay text: a name beginning with ``=`` must not run as a formula in somebody's office."""

import re

# What a spreadsheet takes for the beginning of a formula, also in its full-width form, and the
# characters that move what follows into a fresh cell or line. A minus or plus is no exception:
# "-2+3+cmd|' /C calc'!A0" is a well-known one.
_FORMULA = re.compile(r"^[\s\x00-\x1f\ufeff\u200b]*[=+\-@|%＝＋－＠]|^[\t\r\n]")
# What XML 1.0 has no place for; lone surrogates too.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutralise_cell(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet would run it; else as it is.

    Also for phone numbers in international form: a readable apostrophe is the smaller harm.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def printable(text: str) -> str:
    """The text without characters that no spreadsheet can hold."""
    return _NO_XML.sub("", text)
