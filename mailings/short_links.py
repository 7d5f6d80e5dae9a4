"""The address of a link that is counted in total: ``do/s/<code>/``."""

from django.urls import reverse

from outbox.links import absolute_url


def short_url(code: str) -> str:
    """Where a link of a mailing leads first; the same in every copy of the mail."""
    return absolute_url(reverse("countersign_mail_link", args=[code]))
