"""Addresses that open the visitor's own mail or telephone to a target's office."""

from urllib.parse import quote, urlencode

import phonenumbers

from campaigns.models import Target
from supporters.default_country import default_country

LINE_END = "\r\n"


def mail_address(target: Target, *, subject: str, text: str) -> str:
    """A ``mailto:`` with subject and text in it; "" where the office has no public address."""
    if not target.office_email:
        return ""
    # RFC 6068: lines end in CRLF, and a plus would be read as one.
    body = LINE_END.join(text.splitlines())
    fields = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return f"mailto:{quote(target.office_email, safe='@')}?{fields}"


def phone_address(target: Target) -> str:
    """A ``tel:`` as RFC 3966 writes it; "" where the office has no public number that can be dialled."""
    try:
        number = phonenumbers.parse(target.office_phone, target.country or default_country())
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
