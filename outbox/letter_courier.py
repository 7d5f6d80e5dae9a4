"""How single letters are packed: refusals and budgets are looked at when they are sent, not when posted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.apps import apps
from django.core.mail import mailers
from django.db.models import QuerySet

from outbox.courier import Courier, Parcel
from outbox.enums import SendState, WhyNot
from outbox.exceptions import Gone, NotNow, Skip, Undeliverable, UnknownKind
from outbox.kinds import kind_of, registered_kinds, write
from outbox.messages import build_message
from outbox.models import Letter, SendRow
from outbox.refusing import keep_bounce
from outbox.selectors import any_refused, fingerprints
from privacy.conf import current
from privacy.exceptions import BadAddress
from privacy.limits import take

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# Kinds of limits; the words are part of their keys.
FIRST_TO_ADDRESS = "outbox.first_to_address"
FIRST_OF_ALL = "outbox.first_of_all"
ANSWER_TO_REFUSED = "outbox.answer_to_refused"
# What in a row leads to a person, and what stands there when it is over.
TRACES = {"sealed": None, "subject_id": None, "ref_model": "", "ref_id": None}


class LetterCourier(Courier[Letter]):
    """Packs letters: resolve, refusal, budgets, render."""

    model: ClassVar[type[SendRow]] = Letter

    def __init__(self) -> None:
        self.hour_is_spent = False

    def ready(self) -> QuerySet[Letter]:
        letters: QuerySet[Letter] = Letter.objects.ready()  # type: ignore[assignment]
        if self.hour_is_spent:
            firsts = [name for name, kind in registered_kinds().items() if kind.to_unconfirmed]
            letters = letters.exclude(kind__in=firsts)
        return letters

    def mailer_of(self, row: Letter) -> str:
        try:
            alias = kind_of(row.kind).mailer
        except UnknownKind:
            return "default"
        # A site with one mail server has one alias; but what is guarded goes by its own or not at all.
        return "default" if alias == "bulk" and alias not in mailers else alias

    def pack(self, row: Letter) -> Parcel[Letter]:
        kind = kind_of(row.kind)
        if kind.to_unconfirmed and self.hour_is_spent:
            raise NotNow
        if self.mailer_of(row) not in mailers:
            raise Undeliverable(WhyNot.NO_MAILER)
        try:
            recipient, content = write(kind, row)
        except Gone:
            self._settle([row])
            raise
        try:
            prints = fingerprints(recipient.address)
        except BadAddress:
            raise Undeliverable(WhyNot.INVALID) from None
        message = build_message(
            public_id=row.public_id,
            recipient=recipient,
            content=content,
            is_news=kind.is_news,
            list_id=row.list_id,
            leaves_no_row=kind.leaves_no_row,
        )
        # Last, so that nothing is paid for a letter that can't be written.
        refused = any_refused(prints, row.list_id)
        if refused and kind.is_news:
            raise Skip(WhyNot.REFUSED)
        limits = [ANSWER_TO_REFUSED] * refused + [FIRST_TO_ADDRESS] * kind.to_unconfirmed
        if limits and not row.paid:
            self._pay_for_address(row, limits, recipient.address)
        if kind.to_unconfirmed and not take(FIRST_OF_ALL, at_most=current().mail_first_per_hour, per=HOUR):
            self.hour_is_spent = True
            raise NotNow
        return Parcel(row, message)

    def _pay_for_address(self, row: Letter, limits: Sequence[str], address: str) -> None:
        """Count this letter for its address, once however often it is tried; raises Skip over a limit.

        Counted under the oldest live fingerprint, the one that all processes of a rotation know, and
        without what stands behind a plus: at many a provider that is one mailbox, to be flooded.
        """
        local, _at, domain = address.rpartition("@")
        prints = fingerprints(f"{local.partition('+')[0] or local}@{domain}")
        of = prints[min(prints)].hex()
        for limit in limits:
            if not take(limit, of, at_most=current().mail_per_address_per_day, per=DAY):
                raise Skip(WhyNot.TOO_MANY)
        Letter.objects.filter(pk=row.pk).update(paid=True)

    def bounced(self, parcel: Parcel[Letter]) -> None:
        kind = kind_of(parcel.row.kind)
        if kind.leaves_no_row or not kind.keeps_bounces:
            # A refusal would be a trace of whom it went to.
            return
        if not _still_refers(parcel.row):
            # Erased while it was sent: of them nothing may come back.
            return
        keep_bounce(parcel.address)

    def tidy(self) -> None:
        """What a dead worker held of letters that leave no trace has none either, whatever became of it."""
        unknown = Letter.objects.filter(state=SendState.UNKNOWN, kind__in=_traceless())
        unknown.exclude(sealed=None, ref_id=None).update(**TRACES)

    def end(self, rows: Sequence[Letter], claim: UUID, state: SendState, why: WhyNot | None) -> None:
        traceless = _traceless()
        if state != SendState.UNKNOWN and (gone := [row.pk for row in rows if row.kind in traceless]):
            Letter.objects.filter(pk__in=gone, claim=claim).delete()
        super().end(
            [row for row in rows if row.kind not in traceless or state == SendState.UNKNOWN],
            claim,
            state,
            why,
        )
        if state == SendState.UNKNOWN:
            self.tidy()
        else:
            self._settle(rows)

    def _settle(self, rows: Sequence[Letter]) -> None:
        """Tell each kind which rows its letters do not need any more."""
        for name in {row.kind for row in rows}:
            ref_ids = [row.ref_id for row in rows if row.kind == name and row.ref_id is not None]
            if ref_ids and (kind := registered_kinds().get(name)) is not None:
                kind.settled(ref_ids)

    def emptied(self, state: SendState) -> dict[str, object]:
        """Whom a letter went to is not kept, or whom it never will go to; the sweep drops its key."""
        return {} if state == SendState.UNKNOWN else dict(TRACES)


def _still_refers(letter: Letter) -> bool:
    """Whether the row that a letter refers to is there; also for one that refers to none."""
    if not letter.ref_model:
        return True
    model = apps.get_model(letter.ref_model)
    return bool(model._default_manager.filter(public_id=letter.ref_id).exists())


def _traceless() -> set[str]:
    """The kinds that leave no row."""
    return {name for name, kind in registered_kinds().items() if kind.leaves_no_row}
