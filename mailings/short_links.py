"""The addresses of links that are counted in total: ``do/s/<code>/``, ``do/s/<code>/<token>/``."""

from functools import lru_cache

from django.urls import reverse

from outbox.links import absolute_url
from privacy.conf import current


def short_url(code: str) -> str:
    """Where a link of a mailing leads first; the same in every copy of the mail."""
    return absolute_url(reverse("countersign_mail_link", args=[code]))


def is_short(url: str) -> bool:
    """Whether an address in a mail is a counted one."""
    return url.startswith(_root(current().base_url))


@lru_cache(maxsize=4)
def _root(_base_url: str) -> str:
    return short_url("x").removesuffix("x/")


def short_act_url(short: str, token: str) -> str:
    """The same for a person's own link to one press: the counted address, their token behind it."""
    return f"{short}{token}/"


def short_act_url(code: str, token: str) -> str:
    """The same for one person's own press: counted like any other, and led on to the page of that."""
    return f"{short_url(code)}{token}/"
