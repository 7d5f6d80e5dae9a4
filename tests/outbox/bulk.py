"""Mails to many as other code makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from outbox.bulk import BulkMessage, BulkTemplate
from outbox.links import absolute_url


@dataclass(frozen=True)
class Split:
    """A text split at its gaps, as mailings make them."""

    parts: tuple[str, ...]
    slots: tuple[int, ...] = ()

    def joined(self, values: Sequence[str]) -> str:
        gaps = [values[slot] for slot in self.slots]
        return self.parts[0] + "".join(gap + part for gap, part in zip(gaps, self.parts[1:], strict=True))


def template(**values: Any) -> BulkTemplate:
    """Slot 0 is a name, slot 1 the way out."""
    return BulkTemplate(
        **{
            "language": "en",
            "subject": Split(("Hello ", ""), (0,)),
            "text": Split(("Dear ", ",\n\nbye: ", "\n"), (0, 1)),
            "html": Split(("<p>Dear ", ',</p><a href="', '">bye</a>'), (0, 1)),
            "sender_name": "Rosa, for the campaign",
            "feedback": "m-ab12cd",
            **values,
        }
    )


def message(name: str = "Ada", *, address: str = "ada@example.org", **values: Any) -> BulkMessage:
    """A mail to one of them."""
    url = absolute_url("/do/unsubscribe/t/")
    return BulkMessage(
        **{
            "template": values.pop("template", None) or template(),
            "public_id": uuid4(),
            "address": address,
            "values": (name, url),
            "unsubscribe_url": url,
            **values,
        }
    )
