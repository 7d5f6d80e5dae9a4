"""What is made of what is heard of single letters."""

from typing import Any

from outbox.enums import Outcome, RefusalReason, SendState
from outbox.exceptions import Gone, UnknownKind
from outbox.hearing import Listener
from outbox.kinds import LetterKind, kind_of
from outbox.letter_courier import TRACES
from outbox.models import Letter
from outbox.refusing import is_known, keep_refusal


class LetterListener(Listener[Letter]):
    """A letter that was sent does not know any more whom it went to: the provider's word has to do."""

    def address_of(self, row: Letter) -> str:
        if row.sealed is None and not row.ref_model:
            return ""
        try:
            return kind_of(row.kind).resolve(row).address
        except (Gone, UnknownKind):
            return ""

    def keeps_a_no(self, row: Letter, outcome: Outcome, address: str) -> bool:
        kind = _kind(row)
        if kind is None or kind.leaves_no_row:
            return False
        if outcome in {Outcome.COMPLAINED, Outcome.UNSUBSCRIBED}:
            # That is somebody's own no, whoever they are.
            return True
        # Erased since, they may have wanted even the fingerprint forgotten.
        return kind.keeps_bounces and is_known(address)

    def emptied(self) -> dict[str, Any]:
        return dict(TRACES)

    def settled(self, row: Letter) -> None:
        kind = _kind(row)
        if kind is not None and row.ref_id is not None:
            kind.settled([row.ref_id])
        if kind is not None and kind.leaves_no_row:
            Letter.objects.filter(pk=row.pk, state__in=(SendState.SENT, SendState.FAILED)).delete()

    def leave(self, row: Letter, address: str) -> bool:
        if row.list_id is None or not address:
            return False
        keep_refusal(address=address, list_id=row.list_id, reason=RefusalReason.UNSUBSCRIBED)
        return True


def _kind(row: Letter) -> LetterKind | None:
    try:
        return kind_of(row.kind)
    except UnknownKind:
        return None
