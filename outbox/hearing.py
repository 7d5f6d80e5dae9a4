"""What is heard of mail that a server has taken, and the registry by which an app hears it of its own rows.

::

    class RecipientListener(Listener[Recipient]):
        def address_of(self, row: Recipient) -> str:
            return row.supporter.unseal().email

        def heard(self, row: Recipient, outcome: Outcome, reason: BounceReason | None) -> None:
            count(row, outcome, reason)

    register_listener(Recipient, RecipientListener())
"""

from typing import Any, ClassVar

from outbox.enums import BounceReason, Outcome
from outbox.models import SendRow
from privacy.registry import Stateless, register_once


class Listener[Row: SendRow](Stateless):
    """What one ledger does when something is heard of a row. Stateless; each method has a default.

    All are called in the transaction of the event, after the row's own state was written: what they
    raise undoes it, and the provider tells us again.
    """

    # Its rows say what was handed over, and numbers of its own what came back: a row stays *sent*.
    counts_what_came_back: ClassVar[bool] = False

    def address_of(self, row: Row) -> str:
        """Whom the row went to, as far as that is still known; '' where it is not. May raise SealedError."""
        return ""

    def keeps_a_no(self, row: Row, outcome: Outcome, address: str) -> bool:
        """Whether this keeps a refusal of ``address``: not where that would tell whom a row went to."""
        return True

    def emptied(self) -> dict[str, Any]:
        """Columns that go empty when a row whose fate was unknown is settled."""
        return {}

    def settled(self, row: Row) -> None:
        """The row was settled by what was heard; ``row`` is as it was before."""

    def heard(self, row: Row, outcome: Outcome, reason: BounceReason | None) -> None:
        """Count it. Once for each outcome of a row, in whatever order they come; a reason with those
        that came back."""

    def leave(self, row: Row, address: str) -> bool:
        """The person leaves what this row was sent for, by the provider's own link.

        False: this ledger knows no more than the ``address`` ('' if it is not known), and all news are
        refused there.
        """
        return False


_listeners: dict[str, Listener[Any]] = {}


def register_listener[Row: SendRow](model: type[Row], listener: Listener[Row]) -> None:
    """Have ``listener`` told of the rows of ``model``. Raises ImproperlyConfigured for a taken one."""
    register_once(_listeners, model._meta.label, listener, what="listener of a ledger")


def listener_of(model: type[SendRow]) -> Listener[Any]:
    """The registered one, or one that keeps what the outbox itself keeps and does no more."""
    return _listeners.get(model._meta.label) or Listener()
