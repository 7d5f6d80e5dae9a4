"""Rows of the outbox as other code makes them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from outbox.models import Letter
from outbox.services import post_letter
from tests.outbox import letters  # noqa: F401  registers the kinds


def post(address: str = "ada@example.org", kind: str = "tests.answer", **values: Any) -> Letter:
    """A letter to an address."""
    return post_letter(kind=kind, language=values.pop("language", "en"), address=address, **values)


def post_first(address: str = "ada@example.org") -> Letter:
    """A first letter to an unconfirmed address, by reference to something that holds it."""
    deed = post(address, due=timezone.now() + timedelta(days=20))
    return post_letter(kind="tests.first", language="en", ref=deed)
