"""Django's message, with addresses in its headers left whole.

The standard library encodes what is too long for a line as words (RFC 2047), also an address of the web in
List-Unsubscribe, where no mail program and no provider undoes it: nobody could leave a list by one click.
"""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy, default
from typing import Any, cast

from django.core.mail import EmailMultiAlternatives


class WholeHeader(UnstructuredHeader):
    """A header of addresses in angle brackets, with line breaks between them only."""

    def fold(self: Any, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self.replace(', ', f',{policy.linesep} ')}{policy.linesep}"


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("list-unsubscribe", "list-id", "message-id"):
        # The registry makes a header's class of this one and BaseHeader, whose type it asks for.
        registry.map_to_type(name, cast("Any", WholeHeader))
    return registry


class MailMessage(EmailMultiAlternatives):
    """What the outbox hands to a backend of Django's or Anymail's."""

    def message(self, *, policy: Any = default) -> Any:
        return super().message(policy=policy.clone(header_factory=_registry()))
