"""A site whose mail server is still to be named: letters wait, and none is lost or written to a disk."""

from collections.abc import Sequence
from typing import NoReturn

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Answers like a server that is not there, so everything is tried again."""

    def open(self) -> NoReturn:
        """Raises ConnectionRefusedError."""
        raise ConnectionRefusedError("No mail server is set up yet.")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> NoReturn:
        """Raises ConnectionRefusedError."""
        self.open()
