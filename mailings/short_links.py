"""The addresses of links that are counted in total: ``do/s/<code>/``, ``do/s/<code>/<token>/``."""

from django.urls import reverse

from outbox.links import absolute_url


def short_url(code: str) -> str:
    """Where a link of a mailing leads first; the same in every copy of the mail."""
    return absolute_url(reverse("countersign_mail_link", args=[code]))


def short_act_url(short: str, token: str) -> str:
    """The same for a person's own link to one press: the counted address, their token behind it."""
    return f"{short}{token}/"
