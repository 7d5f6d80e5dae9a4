"""Addresses in mail: from the configured base only, never from a request's Host header."""

from urllib.parse import urlsplit

from django.urls import reverse

from privacy.conf import current


def absolute_url(path: str) -> str:
    """``path`` (from ``reverse()``, beginning with one slash) under COUNTERSIGN["BASE_URL"]; one of the staff
    side under ["STAFF_URL"], if that is set.

    Raises ValueError for anything that could lead elsewhere.
    """
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        raise ValueError("A link in mail is made from a path of ours.")
    settings = current()
    is_staffs = bool(settings.staff_url) and path.startswith(reverse("wagtailadmin_home"))
    return (settings.staff_url if is_staffs else settings.base_url).rstrip("/") + path


def is_ours(url: str) -> bool:
    """Whether an absolute address stands under the configured base."""
    base, other = urlsplit(current().base_url), urlsplit(url)
    return (other.scheme, other.netloc) == (base.scheme, base.netloc) and url.isprintable()
