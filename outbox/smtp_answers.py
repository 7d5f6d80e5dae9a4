"""What an SMTP server says, in our words."""

import re
import smtplib

from outbox.enums import WhyNot

# Enhanced status codes (RFC 3463) of a 5xx answer that do not say "there is no such mailbox": full,
# too large, and everything about policy. Else one wrong setting of ours would refuse everybody.
NOT_THE_ADDRESS = re.compile(rb"^\s*\d\.(?:2\.[2-9]|[3-7]\.\d+)")


def refused_message(code: int) -> WhyNot:
    """For a refusal of the sender or of the message itself."""
    return WhyNot.REJECTED if 500 <= code <= 599 else WhyNot.DEFERRED


def refused_recipient(code: int, text: bytes | str) -> WhyNot:
    """For a refusal of the one recipient."""
    if code < 500:
        return WhyNot.DEFERRED
    raw = text.encode("ascii", "replace") if isinstance(text, str) else text
    if code in {550, 551, 553, 556} and not NOT_THE_ADDRESS.match(raw):
        return WhyNot.BOUNCED
    return WhyNot.REJECTED


def word_for(error: Exception) -> WhyNot:
    """For an error that smtplib, or Django on the way to it, raises for one message to one recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return refused_recipient(code, text)
    if isinstance(error, smtplib.SMTPResponseException):
        return refused_message(error.smtp_code)
    return WhyNot.INVALID if isinstance(error, ValueError) else WhyNot.UNKNOWN
