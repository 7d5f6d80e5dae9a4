"""The big mailbox providers, as data: which domains are whose, and how many mails a second it is given.

Only these names are ever stored (``Turn.name``); the domain of a smaller one is in no table of ours.
The rates are careful ones, for one sender with a name; ``MAIL_PROVIDER_PER_SECOND`` changes them.
"""

from functools import cache

from privacy.conf import current

PROVIDERS: dict[str, tuple[int, tuple[str, ...]]] = {
    "google": (40, ("gmail.com", "googlemail.com")),
    "microsoft": (
        20,
        ("outlook.com", "outlook.es", "hotmail.com", "hotmail.es", "live.com", "live.com.mx", "msn.com"),
    ),
    "yahoo": (
        20,
        (
            "yahoo.com",
            "yahoo.es",
            "yahoo.com.mx",
            "yahoo.com.ar",
            "ymail.com",
            "rocketmail.com",
            "aol.com",
            "aim.com",
            "att.net",
            "sbcglobal.net",
            "bellsouth.net",
            "verizon.net",
        ),
    ),
    "apple": (20, ("icloud.com", "me.com", "mac.com")),
    "comcast": (10, ("comcast.net",)),
}


@cache
def _owners() -> dict[str, str]:
    return {domain: name for name, (_rate, domains) in PROVIDERS.items() for domain in domains}


def provider_of(address: str) -> str | None:
    """Which big provider has this mailbox, or None."""
    return _owners().get(address.rpartition("@")[2].lower())


def rate_of(provider: str) -> int:
    """How many mails a second it is given; 0: as many as there are."""
    return current().mail_provider_per_second.get(provider, PROVIDERS[provider][0])
