"""Letters sent as mail to many: what the loop does with units, without an app above it."""

from collections.abc import Sequence
from typing import ClassVar

from outbox.courier import Courier, Parcel
from outbox.models import Letter, SendRow
from tests.outbox.bulk import message, template


class BulkLetters(Courier[Letter]):
    """A ledger whose every row is a mail to many."""

    model: ClassVar[type[SendRow]] = Letter
    unit = 8
    batch = 40
    is_bulk = True

    def __init__(self) -> None:
        self.template = template()
        self.units: list[int] = []

    def mailer_of(self, row: Letter) -> str:
        return "bulk"

    def prepare(self, unit: Sequence[Letter]) -> None:
        self.units.append(len(unit))

    def pack(self, row: Letter) -> Parcel[Letter]:
        address = row.unseal().address
        return Parcel(row, message("Ada", address=address, public_id=row.public_id, template=self.template))
