"""What may stand in the fields that staff fill in."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Technology

DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
# Of one target or institution.
MOST_DOMAINS = 50

country_code = RegexValidator(
    r"^[A-Z]{2}$", _("Write the two capital letters of the country, for instance US.")
)

currency_code = RegexValidator(
    r"^[A-Z]{3}$", _("Write the three capital letters of the currency, for instance USD.")
)
# Of a source: what a browser opens.
web_address = URLValidator(schemes=["http", "https"])


def clean_technologies(value: object) -> None:
    """Refuse anything but a list of different technologies, one at least."""
    known = isinstance(value, list) and all(one in Technology.values for one in value)
    if not isinstance(value, list) or not known or not value or len(set(value)) != len(value):
        raise ValidationError(_("Choose one technology at least."))


def clean_domains(value: object) -> None:
    """Refuse anything but a list of at most 50 lower-case host names (``example.edu``)."""
    if not isinstance(value, list) or len(value) > MOST_DOMAINS:
        raise ValidationError(_("Give a list of at most 50 domains."))
    for domain in value:
        if not isinstance(domain, str) or DOMAIN.fullmatch(domain) is None:
            raise ValidationError(
                _("“%(domain)s” is not a mail domain such as example.edu."),
                params={"domain": str(domain)[:60]},
            )
