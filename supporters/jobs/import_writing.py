"""The last two stages of an import: first the noes of the whole file, then the people who want mail.

500 rows are one transaction: what they bring, how far the import is, and the page by which it can be taken
back. So a portion is done once, whoever was killed. What costs the processor is done before that transaction,
and looked at again within it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from outbox.enums import RefusalReason
from outbox.services import refuse_many
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.files import destroy_files
from privacy.indexes import hold_indexes
from privacy.keyring import keyring
from privacy.models import SealedFile
from privacy.sealed_pages import Pages
from supporters.enums import ImportStage, Outcome, RowStanding, SubscriptionState, WorkState
from supporters.import_file import Portion, portions
from supporters.import_plan import Asked, Known, ask, look_up, outcome_of
from supporters.import_rows import REFUSING
from supporters.jobs.exports import destroy_mail_files_with_any
from supporters.jobs.hand_overs import destroy_waiting_files_with_any
from supporters.jobs.import_answers import fill_answers
from supporters.jobs.import_common import (
    ANSWERS,
    BAD,
    LEAVING,
    REPEATED,
    UNKNOWN_TAGS,
    Setting,
    added,
    setting_of,
)
from supporters.jobs.import_people import give_tags, join_known, make_people, seal_person, stand_on_list
from supporters.jobs.people import note_change
from supporters.jobs.working import Turn
from supporters.models import Subscription, Supporter, SupporterImport
from supporters.selectors import details_of

REASONS = {
    RowStanding.UNSUBSCRIBED: RefusalReason.UNSUBSCRIBED,
    RowStanding.BOUNCED: RefusalReason.BOUNCED,
    RowStanding.COMPLAINED: RefusalReason.COMPLAINED,
    RowStanding.NEVER: RefusalReason.NEVER,
}

type Work = Turn[SupporterImport]
# What a page of the undo file says: see jobs.import_undo.
type Page = dict[str, list[Any]]


@dataclass
class Desk:
    """What one turn of one import works with."""

    work: SupporterImport
    turn: Work
    setting: Setting
    pages: Pages | None

    def go_on(self, portion: Portion, found: Counter[str], page: Page) -> None:
        """Write how far it is, what that brought and how it is taken back: last in a transaction."""
        work = self.work
        work.at, work.done = portion.at, work.done + len(portion.rows)
        work.counts = added(work.counts, found)
        self.turn.go_on(at=work.at, done=work.done, counts=work.counts)
        if self.pages is not None and any(page.values()) and self._is_there(self.pages.file):
            self.pages.write(work.done, page)

    @staticmethod
    def _is_there(file: SealedFile) -> bool:
        """Somebody in it may have been erased meanwhile: then nothing is taken back any more."""
        return SealedFile.objects.filter(pk=file.pk).exists()


def desk_of(work: SupporterImport, turn: Work) -> Desk:
    """Raises FileGone where the rows are not there any more."""
    setting = setting_of(work)
    pages = None
    if work.undo_file is not None:
        try:
            pages = Pages(work.undo_file)
        except SealedError:
            pages = None
    return Desk(work, turn, setting, pages)


def refuse(work: SupporterImport, turn: Work) -> WorkState:
    """Keep the fingerprint of each who wants no mail or cannot get it; whom we know leaves all lists."""
    desk = desk_of(work, turn)
    # desk_of() looked.
    assert work.rows_file is not None  # noqa: S101
    for portion in portions(work.rows_file, at=work.at):
        _refuse(desk, portion)
        if turn.is_over:
            return WorkState.WAITING
    # They are counted now.
    counts = {name: number for name, number in work.counts.items() if name != LEAVING}
    turn.go_on(stage=ImportStage.ADMITTING, at=0, counts=counts)
    return WorkState.WAITING


def _refuse(desk: Desk, portion: Portion) -> None:
    noes = desk.setting.noes(portion.rows)
    asked = ask(noes)
    with transaction.atomic():
        desk.turn.go_on()
        hold_indexes(one.indexes[min(one.indexes)] for one in asked)
        known = look_up(asked, desk.setting.mail_list)
        outcomes = {one.row.canonical: outcome_of(one, known, desk.setting.basis) for one in asked}
        _leave(asked, known)
        kept = refuse_many((one.row.canonical, None, REASONS[one.row.standing]) for one in asked)
        found = Counter[str](outcomes.values())
        found[REPEATED] += len(noes) - len(asked)
        unknown = {
            one.row.canonical: one.indexes[max(one.indexes)]
            for one in asked
            if outcomes[one.row.canonical] == Outcome.FINGERPRINT
        }
        page = [[pk, unknown[address].hex()] for address, pk in kept.items() if address in unknown]
        # Of which key these are: with another nobody is found by them.
        desk.go_on(portion, found, {"refused": page, "idx": [keyring().idx.newest] if page else []})


def _leave(asked: Sequence[Asked], known: Known) -> None:
    """Take these off every list, as if each had left all mail: joining one later must not open the others."""
    addresses = {pk: one for one in asked if (pk := known.supporter_of(one)) is not None}
    if not addresses:
        return
    # What was made to send them news, or to give them away, is made anew without them.
    destroy_mail_files_with_any(list(addresses))
    destroy_waiting_files_with_any(list(addresses))
    # In the order of their keys, as everybody who locks several.
    people = list(Supporter.objects.select_for_update().filter(pk__in=addresses).order_by("pk"))
    others: dict[int, list[str]] = {}
    for person, details in zip(people, details_of(people), strict=True):
        known_as = details.addresses if details is not None else []
        said_by = addresses[person.pk].row.canonical
        others[person.pk] = [one for one in known_as if canonical_address(one) != said_by]
    reasons = {pk: REASONS[one.row.standing] for pk, one in addresses.items()}
    standings = Subscription.objects.filter(supporter__in=addresses)
    refuse_many(
        (address, list_id, reasons[pk])
        for pk, list_id in standings.values_list("supporter_id", "list__public_id")
        for address in (addresses[pk].row.canonical, *others.get(pk, []))
    )
    # A no at one address of a person is one at all of them; that of this row is the caller's.
    refuse_many((address, None, reasons[pk]) for pk, found in others.items() for address in found)
    standings.exclude(state=SubscriptionState.UNSUBSCRIBED).update(
        state=SubscriptionState.UNSUBSCRIBED, since=utc_today()
    )
    note_change(addresses)


def admit(work: SupporterImport, turn: Work) -> WorkState:
    """Take in who wants mail, and who may; the rows are destroyed at the end."""
    desk = desk_of(work, turn)
    # desk_of() looked.
    assert work.rows_file is not None  # noqa: S101
    file = work.rows_file
    for portion in portions(file, at=work.at):
        _admit(desk, portion)
        if turn.is_over:
            return WorkState.WAITING
    with transaction.atomic():
        turn.go_on(rows_file=None)
        turn.end(WorkState.DONE)
        transaction.on_commit(partial(destroy_files, [file.pk]))
    return WorkState.DONE


def hold_known(asked: Sequence[Asked], known: Known) -> None:
    """Lock whom we know; who was erased since they were looked up is neither joined nor made again."""
    locked = Supporter.objects.select_for_update(no_key=True).filter(pk__in=set(known.supporters.values()))
    there = {None, *locked.order_by("pk").values_list("pk", flat=True)}
    for one in asked:
        if known.supporter_of(one) not in there:
            known.refused.update(one.prints.values())


def _admit(desk: Desk, portion: Portion) -> None:
    setting = desk.setting
    judged = setting.judge(portion.rows)
    rows = [one.person for one in judged if one.person is not None and one.person.standing not in REFUSING]
    asked = ask(rows)
    before = look_up(asked, setting.mail_list)
    # The keys of new people are in the keystore before this transaction begins.
    sealed = {
        one.row.canonical: seal_person(one, setting)
        for one in asked
        if outcome_of(one, before, setting.basis) in (Outcome.SUBSCRIBED, Outcome.UNCONFIRMED)
    }
    with transaction.atomic():
        desk.turn.go_on()
        # Whoever admits one of these addresses waits, and then finds who we made.
        hold_indexes(one.indexes[min(one.indexes)] for one in asked)
        known = look_up(asked, setting.mail_list)
        hold_known(asked, known)
        outcomes = {one.row.canonical: outcome_of(one, known, setting.basis) for one in asked}
        new = {
            one.row.canonical: (one, sealed.get(one.row.canonical) or seal_person(one, setting))
            for one in asked
            if outcomes[one.row.canonical] in (Outcome.SUBSCRIBED, Outcome.UNCONFIRMED)
        }
        made = make_people([*new.values()])
        stand_on_list(made, setting)
        joined = join_known(
            [one for one in asked if outcomes[one.row.canonical] == Outcome.JOINS], known, setting
        )
        owners = {one.asked.row.canonical: one.pk for one in made}
        for one in asked:
            if outcomes[one.row.canonical] in (Outcome.JOINS, Outcome.STAYS):
                owners[one.row.canonical] = known.supporter_of(one) or 0
        tagged = give_tags(asked, owners, setting)
        answered = fill_answers([one for one in asked if one.row.canonical not in new], owners, desk.work)
        note_change([who for _row, who in (*joined, *tagged)])
        found = Counter[str](outcomes.values())
        found[REPEATED] = len(rows) - len(asked)
        found[BAD] = len(judged) - sum(one.person is not None for one in judged)
        found[UNKNOWN_TAGS] = sum(tag not in setting.tags for row in rows for tag in row.tags)
        found[ANSWERS] = sum(len(row.details.custom) for row in rows)
        page: Page = {"made": [], "waiting": [], "joined": joined, "tags": tagged, "answers": answered}
        for person in made:
            page["made" if person.may_mail else "waiting"].append(person.pk)
        desk.go_on(portion, found, page)
