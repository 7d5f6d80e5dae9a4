"""Two records of one person are made one, and for a day two again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from outbox.services import post_letter
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from privacy.exceptions import FileBroken, FileUnfinished, SealedError
from privacy.files import begin_file, open_file
from privacy.indexes import Domain, IndexKind, index_versions, lock_index
from privacy.keystore import salts
from privacy.ledger import log_access
from privacy.looks import take_look
from privacy.models import SealedFile
from privacy.sealing import reseal, seal_new
from supporters import registries
from supporters.enums import SuggestionState, SupporterState
from supporters.exceptions import CannotBeUndone, MergedAlready, NotConfirmed, ReadByOthers, SupporterGone
from supporters.found_by import find_by_phone
from supporters.models import (
    Merge,
    MergeSuggestion,
    SubjectIndex,
    Supporter,
    SupporterAlias,
    SupporterDetails,
)
from supporters.registries import read_by_others
from supporters.selectors import survivor_of
from supporters.services.people import fill_gaps

UNDO = "supporters.merge"
# The name under which ``letters.py`` registers it.
MERGED = "supporters.merged"
# Bytes by which its file grows.
STEP = 8192
# Of a supporter's row, what a merge decides on; the rest stays as the survivor's.
CLEAR = ("joined", "country", "region", "language", "active_month", "asked_months", "idle_since")
GIVEN_BACK = ("joined", "country", "region", "language")
OWN = ("given_name", "family_name", "email", "phone", "postal_code")


def merge_supporters(*, survivor: Supporter, loser: Supporter, actor: Actor) -> Merge:
    """Make ``loser`` part of ``survivor``: all its rows, addresses and answers, and never more than allowed.

    Of two standings, answers or refusals the stricter holds. The loser's blob is re-sealed under the
    survivor, its key destroyed, its public_id an alias in the links of old mail. All in one transaction:
    killed anywhere, nothing has happened. For a day ``undo_merge()`` takes it back. Logged.

    It is a look at a record, out of the hour's number: the survivor reads behind their own door what was the
    loser's. Raises MergedAlready where it was done before, SupporterGone where one of the two is erased or
    elsewhere by now, NotConfirmed where the survivor never confirmed their address and the loser did,
    ReadByOthers where only the loser's mail is read by nobody else, TooManyLooks; ValueError for one record
    twice, and for an actor who is no member of staff.
    """
    if actor.user is None or survivor.public_id == loser.public_id:
        raise ValueError("A member of staff merges two records.")
    take_look(actor)
    with transaction.atomic():
        survivor, loser = _hold(survivor, loser)
        if (survivor.state, loser.state) == (SupporterState.UNCONFIRMED, SupporterState.ACTIVE):
            raise NotConfirmed
        try:
            mine, theirs = survivor.unseal(), loser.unseal()
            if read_by_others(mine.email) and not read_by_others(theirs.email):
                raise ReadByOthers
            kept = {name: one.move(survivor, loser) for name, one in registries.mergers.items()}
            merged = reseal(survivor, lambda now: join_details(now, theirs))
        except SealedError:
            raise SupporterGone from None
        _move_indexes(survivor, loser, took_phone=not mine.phone)
        clear = _clear_of(survivor, loser)
        record = {
            "public_id": str(loser.public_id),
            "row": {name: getattr(loser, name) for name in (*CLEAR, "state", "created")},
            "details": theirs.to_json(),
            "before": {"clear": _clear(survivor), "details": mine.to_json(), "state": survivor.state},
            "after": {"clear": clear, "details": merged.to_json()},
            "kept": kept,
        }
        Supporter.objects.filter(pk=survivor.pk).update(**clear, changed=utc_today())
        merge = Merge.objects.create(
            survivor=survivor, merged_by_id=actor.user.pk, undo_file=_write(record, actor)
        )
        SupporterAlias.objects.create(public_id=loser.public_id, supporter=survivor)
        _log(AccessDeed.MERGED, actor, survivor, loser)
        _write_to_both({survivor: mine.email, loser: theirs.email})
        destroy_after_commit([loser.subject_id])
        # What is left beside the row goes with it: indexes, standings, tags.
        Supporter.objects.filter(pk=loser.pk).delete()
    return merge


def undo_merge(*, merge: Merge, actor: Actor) -> Supporter:
    """Make two of them again, as they were but for what the person did since; returns the one that is back.

    Whoever left since is off at both, and whoever joined is on at neither: which of the two said yes, nobody
    knows. What else came in stays with the survivor. Logged. Raises CannotBeUndone
    when the day is over, a later merge comes first, or somebody was faster.
    """
    if actor.user is None:
        raise ValueError("A member of staff takes a merge back.")
    with transaction.atomic():
        survivor = _hold_survivor(merge)
        rows = Merge.objects.select_related("undo_file").filter(survivor=survivor).order_by("-pk")
        latest = rows.first() if survivor is not None else None
        if survivor is None or latest is None or latest.pk != merge.pk or not latest.can_be_undone:
            raise CannotBeUndone
        try:
            record = _read(latest.undo_file)
            loser = _make_again(survivor, record)
        except (SealedError, FileBroken, FileUnfinished):
            # Being erased at this moment, for one.
            raise CannotBeUndone from None
        for name, kept in record["kept"].items():
            if (merger := registries.mergers.get(name)) is not None:
                merger.part(survivor, loser, kept)
        _end(latest)
        _log(AccessDeed.UNMERGED, actor, survivor, loser)
    return loser


def dismiss_suggestion(*, suggestion: MergeSuggestion, actor: Actor) -> None:
    """Say that these are two people: the pair is not suggested again. Logged. Idempotent."""
    with transaction.atomic():
        rows = MergeSuggestion.objects.filter(pk=suggestion.pk, state=SuggestionState.OPEN)
        if rows.update(state=SuggestionState.DISMISSED):
            _log(AccessDeed.KEPT_APART, actor, *suggestion.people)


def details_apart(supporter: Supporter, details: SupporterDetails) -> SupporterDetails:
    """What of ``details`` is shown to the person while a merge can be taken back: nothing that it brought.

    Staff merge, and may err, or know well what they do: nobody reads another's at once. The same object
    where there is no such merge.
    """
    merges = Merge.objects.filter(survivor=supporter).select_related("undo_file").order_by("-pk")
    for merge in [one for one in merges if one.can_be_undone]:
        try:
            record = _read(merge.undo_file)
        except (SealedError, FileBroken, FileUnfinished):
            return SupporterDetails(email=details.email)
        theirs = SupporterDetails.from_json(record["details"])
        if _is_among(details.email, theirs.addresses):
            # It was the loser who proved their address since.
            return theirs
        before, after = (
            SupporterDetails.from_json(record[moment]["details"]) for moment in ("before", "after")
        )
        details = part_details(details, before, after, theirs.addresses)
    return details


def id_behind(address: str, supporter: Supporter) -> UUID:
    """The public_id of whom this address of ``supporter`` leads to once all that can be taken back was:
    of a record that is part of theirs by a merge of this day, its own."""
    merges = Merge.objects.filter(survivor=supporter).select_related("undo_file")
    for merge in [one for one in merges if one.can_be_undone]:
        try:
            record = _read(merge.undo_file)
        except (SealedError, FileBroken, FileUnfinished):
            continue
        if _is_among(address, SupporterDetails.from_json(record["details"]).addresses):
            return UUID(record["public_id"])
    return supporter.public_id


def part_of(supporter: Supporter, known_as: UUID) -> list[str]:
    """Whose addresses a link with this id is about, while a merge can be taken back: those of the one who had
    it before. All of ``supporter``'s where there is no such merge. Raises SealedError."""
    addresses: list[str] = supporter.unseal().addresses
    # An older id of theirs is theirs.
    behind = {address: id_behind(address, supporter) for address in addresses}
    wanted = known_as if known_as in behind.values() else supporter.public_id
    return [address for address, public_id in behind.items() if public_id == wanted]


def join_details(mine: SupporterDetails, theirs: SupporterDetails) -> SupporterDetails:
    """Return ``mine`` with its gaps filled, known by every address of either; mail goes to mine."""
    filled = fill_gaps(mine, theirs)
    # Of two spellings of one mailbox mine, and of these the one that mail goes to.
    spelled = [*theirs.addresses[::-1], *mine.addresses[::-1]]
    known = {canonical_address(address): address for address in spelled}
    known.pop(canonical_address(filled.email), None)
    return replace(filled, further_emails=sorted(known.values()))


# --- the pieces ----------------------------------------------------------------------------------


def _hold(survivor: Supporter, loser: Supporter) -> tuple[Supporter, Supporter]:
    """Both as they stand now, held to the end, with the right to look for and write their addresses.

    Addresses first, then rows, each in one order for everybody: whoever signs up with one of them waits, and
    then finds the survivor. Raises MergedAlready and SupporterGone.
    """
    _hold_addresses(_canonical_of(survivor) | _canonical_of(loser))
    held = Supporter.objects.select_for_update().filter(pk__in=[survivor.pk, loser.pk]).order_by("pk")
    rows = {row.pk: row for row in held}
    if len(rows) < len((survivor, loser)):
        if (standing := survivor_of(loser.public_id)) is not None and standing.pk == survivor.pk:
            raise MergedAlready
        raise SupporterGone
    return rows[survivor.pk], rows[loser.pk]


def _hold_survivor(merge: Merge) -> Supporter | None:
    """The survivor, held like two that are merged; None where it is gone."""
    survivor = Supporter.objects.filter(pk=merge.survivor_id).first()
    if survivor is None:
        return None
    _hold_addresses(_canonical_of(survivor))
    return Supporter.objects.select_for_update().filter(pk=survivor.pk).first()


def _hold_addresses(canonical: Iterable[str]) -> None:
    for address in sorted(canonical):
        lock_index(Domain.SUPPORTER, IndexKind.EMAIL, address)


def _canonical_of(supporter: Supporter) -> set[str]:
    try:
        return {canonical_address(address) for address in supporter.unseal().addresses}
    except SealedError:
        return set()


def _move_indexes(survivor: Supporter, loser: Supporter, *, took_phone: bool) -> None:
    """Every address leads to the survivor; the phone does where it is theirs now, else it goes."""
    theirs = SubjectIndex.objects.filter(supporter=loser)
    theirs.filter(kind=IndexKind.EMAIL).update(supporter=survivor)
    if took_phone:
        theirs.filter(kind=IndexKind.PHONE).update(supporter=survivor)


def _clear(supporter: Supporter) -> dict[str, Any]:
    return {name: getattr(supporter, name) for name in CLEAR}


def _clear_of(survivor: Supporter, loser: Supporter) -> dict[str, Any]:
    """What stands in clear beside the merged blob; that of whoever was active last, where one must choose."""
    last = loser if loser.active_month > survivor.active_month else survivor
    idle = [one.idle_since for one in (survivor, loser) if one.idle_since is not None]
    return {
        "joined": min(survivor.joined, loser.joined),
        "country": survivor.country or loser.country,
        "region": survivor.region or loser.region,
        "language": last.language,
        "active_month": last.active_month,
        "asked_months": last.asked_months,
        "idle_since": max(idle) if len(idle) > 1 else None,
    }


def _write(record: dict[str, Any], actor: Actor) -> SealedFile:
    writer = begin_file(kind=UNDO, name="", content_type="application/json", owner=actor.user)
    data = json.dumps(record, cls=DjangoJSONEncoder).encode()
    # Blanks behind it: the size of a file stands in clear, and would tell how much is known of somebody.
    writer.write(data.ljust(-(-len(data) // STEP) * STEP))
    return writer.finish()


def _read(file: SealedFile | None) -> dict[str, Any]:
    if file is None:
        raise CannotBeUndone
    with open_file(file) as stream:
        record: dict[str, Any] = json.loads(stream.read())
    return record


def _end(merge: Merge) -> None:
    """Destroy what it was taken back with. Raises CannotBeUndone where an erasing did that meanwhile."""
    file = merge.undo_file
    if file is None or file.subject_id is None or not salts([file.subject_id]):
        raise CannotBeUndone
    destroy_after_commit([file.subject_id])
    merge.delete()
    file.delete()


def _write_to_both(addresses: Mapping[Supporter, str]) -> None:
    """Tell both addresses the same, so that whoever holds one learns of it who knows of no second record.

    Not where an address was never confirmed: nobody there asked for mail of ours.
    """
    for one, address in addresses.items():
        if one.state == SupporterState.ACTIVE:
            post_letter(kind=MERGED, language=one.language, address=address)


def _log(deed: AccessDeed, actor: Actor, *people: Supporter) -> None:
    if actor.user is not None:
        subjects = [one.subject_id for one in people if one.subject_id is not None]
        log_access(user=actor.user, deed=deed, kinds=[], subject_ids=subjects, count=2)


# --- and back ------------------------------------------------------------------------------------


def _make_again(survivor: Supporter, record: dict[str, Any]) -> Supporter:
    """The loser under a new key, with its addresses; the survivor's blob and row without what was theirs."""
    theirs = SupporterDetails.from_json(record["details"])
    public_id = UUID(record["public_id"])
    SupporterAlias.objects.filter(public_id=public_id).delete()
    loser = Supporter(public_id=public_id, **_from_json(record["row"]))
    seal_new(loser, theirs)
    loser.save(force_insert=True)
    before, after = (SupporterDetails.from_json(record[moment]["details"]) for moment in ("before", "after"))
    proved_theirs = record["before"]["state"] == SupporterState.UNCONFIRMED and _is_among(
        survivor.unseal().email, theirs.addresses
    )
    mine = reseal(survivor, lambda now: part_details(now, before, after, theirs.addresses))
    was, became = (_from_json(record[moment]["clear"]) for moment in ("before", "after"))
    # When they were active last is not taken back: nobody knows which of the two it was since.
    back = {name: was[name] for name in GIVEN_BACK if getattr(survivor, name) == became[name]}
    Supporter.objects.filter(pk=survivor.pk).update(**back, changed=utc_today())
    survivor.refresh_from_db(fields=GIVEN_BACK)
    if proved_theirs:
        # Whoever pressed a button did it at the other's mailbox.
        Supporter.objects.filter(pk=survivor.pk).update(state=SupporterState.UNCONFIRMED)
    for address in theirs.addresses:
        indexes = index_versions(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(address))
        rows = SubjectIndex.objects.filter(kind=IndexKind.EMAIL, index__in=list(indexes.values()))
        rows.filter(supporter=survivor).update(supporter=loser)
    find_by_phone(survivor, mine.phone)
    find_by_phone(loser, theirs.phone)
    return loser


def part_details(
    now: SupporterDetails, before: SupporterDetails, after: SupporterDetails, theirs: Iterable[str]
) -> SupporterDetails:
    """Return ``now`` with what the merge had filled as before, and without ``theirs``; changes since stay."""
    names = {name: getattr(before, name) for name in OWN if getattr(now, name) == getattr(after, name)}
    custom = {
        key: value
        for key, value in now.custom.items()
        if key in before.custom or key not in after.custom or value != after.custom[key]
    }
    gone = {canonical_address(address) for address in theirs}
    further = [address for address in now.further_emails if canonical_address(address) not in gone]
    if now.email and canonical_address(now.email) in gone:
        # Proved since, so that mail went there; before, it went to an address that is not theirs.
        names["email"] = before.email
        further = [address for address in further if address != before.email]
    return replace(now, **names, custom=custom, further_emails=further)


def _is_among(address: str, addresses: Iterable[str]) -> bool:
    return bool(address) and canonical_address(address) in {canonical_address(one) for one in addresses}


def _from_json(row: dict[str, Any]) -> dict[str, Any]:
    """Columns as they were: days come back as text."""
    days = ("joined", "active_month", "idle_since", "created")
    return {
        name: date.fromisoformat(value) if name in days and value else value for name, value in row.items()
    }
