"""What the drain loop must know about one table: the letters here, a mailing's recipients upstairs."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, cast
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet

from outbox.bulk import BulkMessage
from outbox.enums import SendState, WhyNot
from outbox.models import SendRow
from privacy.days import utc_today

# Any one message: Django's own for single mails, ours as bytes for mail to many.
type Message = EmailMultiAlternatives | BulkMessage

UNIT = 10


@dataclass(frozen=True)
class Parcel[Row: SendRow]:
    """A row and the message that it became."""

    row: Row
    message: Message

    @property
    def address(self) -> str:
        """Whom it goes to: every message has one recipient."""
        return self.message.to[0]


class Courier[Row: SendRow](ABC):
    """Packs the rows of one ledger table. Made anew for each run of the drain loop, so it may remember."""

    model: ClassVar[type[SendRow]]
    # How many are marked *sending* together, so at most unknown when a worker is killed, and handed over
    # together where the mailer can take many at once.
    unit: ClassVar[int] = UNIT
    # How many are claimed together; None: as the site's setting says.
    batch: ClassVar[int | None] = None
    # Mail to many: mailbox providers that take only so much are not given more (``outbox.pace``).
    is_bulk: ClassVar[bool] = False
    # Needs no key to be written: it goes on while the vault is locked.
    while_locked: ClassVar[bool] = False
    # How many of its mailer's turns a message takes: 2 goes at half the rate.
    turns_each: int = 1

    def ready(self) -> QuerySet[Row]:
        """Queued rows that may go now, in the order in which they should."""
        return cast("QuerySet[Row]", self.model.objects.ready())

    def claimed(self, claim: UUID) -> QuerySet[Row]:
        """The rows of one claim, with whatever ``pack()`` wants to have joined."""
        rows = self.model.objects.filter(claim=claim, state=SendState.CLAIMED).order_by("pk")
        return cast("QuerySet[Row]", rows)

    @abstractmethod
    def mailer_of(self, row: Row) -> str:
        """The alias in MAILERS that this row goes by."""

    def prepare(self, unit: Sequence[Row]) -> None:  # noqa: B027  not every ledger looks things up for many
        """Before the rows of a unit are packed one by one: look up for all of them what ``pack()`` wants."""

    @abstractmethod
    def pack(self, row: Row) -> Parcel[Row]:
        """Write the message; the last moment to look whether it may go.

        Raises Gone (the row is deleted), Skip, Undeliverable, or NotNow (it stays queued: ``ready()``
        must leave it and its like out for the rest of this run). Anything else is tried again later.
        """

    def tidy(self) -> None:  # noqa: B027  not every ledger has something to tidy
        """After the rows of dead workers were freed, at the beginning of each run."""

    def bounced(self, parcel: Parcel[Row]) -> None:  # noqa: B027  not every ledger keeps refusals
        """The server says that there is no such mailbox."""

    def end(self, rows: Sequence[Row], claim: UUID, state: SendState, why: WhyNot | None) -> None:
        """Write how rows of this claim ended; rows whose claim was lost meanwhile stay as they are."""
        self.model.objects.filter(pk__in=[row.pk for row in rows], claim=claim).update(
            state=state,
            why=why or "",
            claim=None,
            lease_until=None,
            changed=utc_today(),
            **self.emptied(state),
        )

    def emptied(self, state: SendState) -> dict[str, object]:
        """Columns that go empty when a row ends so."""
        return {}
