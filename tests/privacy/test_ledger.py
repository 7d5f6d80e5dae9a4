from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from privacy import ledger
from privacy.choices import AccessDeed, AccessReason, LedgerState
from privacy.erasure import destroy_subjects, sweep
from privacy.models import AccessLog, LedgerSeal
from supporters.models import Consent
from tests.privacy.factories import people, person


@pytest.fixture
def steward(db):
    return get_user_model().objects.create(username="steward")


def look(user, **details) -> AccessLog:
    said = {"deed": AccessDeed.UNMASKED, "kinds": ["email"], "count": 1, "reason": AccessReason.ANSWER}
    return ledger.log_access(user=user, **(said | details))


def say_yes(supporter) -> Consent:
    return Consent.objects.create(
        subject_id=supporter.subject_id, answer=True, how="form", day=date(2026, 3, 1)
    )


def broken_at() -> int | None:
    return ledger.verify_ledger(AccessLog).broken_at


def test_an_entry_holds_who_when_to_the_minute_what_kind_how_many_and_why(steward):
    subject = uuid4()
    with time_machine.travel("2026-03-01T12:34:56Z", tick=False):
        look(steward, kinds=["phone", "email"], subject_ids=[subject], count=1)

    entry = AccessLog.objects.get()
    assert (
        entry.user_id,
        entry.minute.isoformat(),
        entry.deed,
        entry.kinds,
        entry.subject_ids,
        entry.count,
    ) == (
        steward.pk,
        "2026-03-01T12:34:00+00:00",
        "unmasked",
        ["email", "phone"],
        [str(subject)],
        1,
    )
    assert entry.reason == "answer"


def test_a_list_longer_than_fifty_is_counted_not_named(steward):
    with pytest.raises(ValueError, match="at most 50"):
        look(steward, subject_ids=[uuid4() for _ in range(51)], count=51)


def test_a_reason_that_is_not_on_the_list_is_refused(steward):
    with pytest.raises(ValueError, match="not a valid AccessReason"):
        look(steward, reason="curious")


def test_rows_are_sealed_a_thousand_at_a_time_and_chained(steward, monkeypatch):
    monkeypatch.setattr(ledger, "ROWS_PER_SEAL", 3)
    for _ in range(7):
        look(steward)

    assert ledger.verify_ledger(AccessLog).unsealed == 7
    assert ledger.seal_ledger(AccessLog) == 7
    assert ledger.seal_ledger(AccessLog) == 0
    found = ledger.verify_ledger(AccessLog)
    assert (found.state, found.rows, found.unsealed, found.seals) == (LedgerState.WHOLE, 7, 0, 3)
    assert list(LedgerSeal.objects.order_by("number").values_list("number", "rows")) == [
        (1, 3),
        (2, 3),
        (3, 1),
    ]


@pytest.fixture
def three_seals(steward, monkeypatch):
    monkeypatch.setattr(ledger, "ROWS_PER_SEAL", 2)
    for _ in range(6):
        look(steward)
    ledger.seal_ledger(AccessLog)
    assert broken_at() is None
    return list(AccessLog.objects.order_by("pk"))


@pytest.mark.parametrize(
    "change",
    [
        {"count": 2},
        {"reason": AccessReason.DELIVER},
        {"user_id": None},
        {"minute": None},
        {"kinds": ["name"]},
        {"subject_ids": ["x"]},
        {"deed": AccessDeed.EXPORTED},
        {"row_hash": b"0" * 32},
        {"seal": None},
        dict.fromkeys(AccessLog.ledger_fields),
    ],
    ids=lambda change: next(iter(change)) if len(change) == 1 else "all emptied",
)
def test_a_changed_row_breaks_its_seal(three_seals, change):
    AccessLog.objects.filter(pk=three_seals[2].pk).update(**change)

    assert broken_at() == 2


def test_a_deleted_row_breaks_its_seal(three_seals):
    three_seals[5].delete()

    assert broken_at() == 3


def test_two_rows_that_changed_places_break_their_seals(three_seals):
    first, other = three_seals[0], three_seals[2]
    AccessLog.objects.filter(pk=first.pk).update(seal=other.seal)
    AccessLog.objects.filter(pk=other.pk).update(seal=first.seal)

    assert broken_at() == 1


@pytest.mark.parametrize(
    "change", [{"rows": 3}, {"day": date(2020, 1, 1)}, {"root": b"0" * 32}, {"chain": b"0" * 32}]
)
def test_a_changed_seal_is_found(three_seals, change):
    LedgerSeal.objects.filter(number=2).update(**change)

    assert broken_at() == 2


def test_a_whole_seal_taken_out_is_found(three_seals):
    AccessLog.objects.filter(seal__number=2).delete()
    LedgerSeal.objects.filter(number=2).delete()

    assert broken_at() == 2


def test_a_seal_forged_in_itself_breaks_the_one_after_it(three_seals):
    """Whoever knows the code can hash and seal a changed row anew, but not without the seals that follow."""
    seal = LedgerSeal.objects.get(number=2)
    before = bytes(LedgerSeal.objects.get(number=1).chain)
    rows = list(AccessLog.objects.filter(seal=seal).order_by("pk"))
    rows[0].count = 9
    for row, key in zip(rows, AccessLog.ledger_keys(rows), strict=True):
        row.row_hash = ledger._hash_of(row, key)
        row.save()
    seal.root = ledger._root_of(rows)
    seal.chain = ledger._chain_of(seal, before)
    seal.save()

    assert broken_at() == 3


def test_rows_marked_as_pruned_before_their_time_are_found(three_seals):
    AccessLog.objects.filter(seal__number=1).delete()
    LedgerSeal.objects.filter(number=1).update(pruned=LedgerSeal.objects.get(number=1).day)

    assert broken_at() == 1


def test_a_cut_off_end_shows_against_a_head_noted_before(three_seals):
    head = ledger.verify_ledger(AccessLog).head
    call_command("verify_ledger", "--head", head)
    AccessLog.objects.filter(seal__number=3).delete()
    LedgerSeal.objects.filter(number=3).delete()

    assert ledger.verify_ledger(AccessLog).is_whole
    with pytest.raises(CommandError):
        call_command("verify_ledger", "--head", head)


def test_the_command_fails_when_a_ledger_is_broken(three_seals):
    AccessLog.objects.filter(pk=three_seals[0].pk).update(count=9)

    with pytest.raises(CommandError):
        call_command("verify_ledger")


def test_pruning_deletes_rows_keeps_seals_and_the_ledger_stays_whole(steward):
    with time_machine.travel("2026-01-01T12:00Z", tick=False) as clock:
        look(steward)
        ledger.seal_ledger(AccessLog)
        clock.shift(timedelta(days=100))
        look(steward)
        ledger.seal_ledger(AccessLog)
        clock.shift(timedelta(days=81))
        assert ledger.prune_ledger(AccessLog, date(2026, 1, 2)) == 1
        found = ledger.verify_ledger(AccessLog)

    assert (found.is_whole, found.rows, found.pruned, found.seals) == (True, 1, 1, 2)
    assert AccessLog.objects.count() == 1


def test_erasing_a_person_blanks_their_consents_and_the_ledger_stays_whole(db):
    ada, bob = people(2)
    for supporter in (ada, bob):
        say_yes(supporter)
    ledger.seal_ledger(Consent)
    before = bytes(Consent.objects.get(subject_id=ada.subject_id).row_hash)

    destroy_subjects([ada.subject_id])
    assert ledger.verify_ledger(Consent).keyless == 1
    sweep()

    blank = Consent.objects.get(subject_id=None)
    assert [getattr(blank, name) for name in Consent.ledger_fields] == [None] * len(Consent.ledger_fields)
    assert bytes(blank.row_hash) == before
    found = ledger.verify_ledger(Consent)
    assert (found.is_whole, found.rows, found.blanked, found.keyless) == (True, 2, 1, 0)


def test_a_blanked_row_cannot_be_guessed_because_its_hash_was_keyed_by_the_salt(db):
    ada, bob = people(2)
    first, second = say_yes(ada), say_yes(bob)
    ledger.seal_ledger(Consent)
    for row in (first, second):
        row.refresh_from_db()

    # The same answer of two people, and yet two hashes: nobody can try the few possible contents.
    keys = Consent.ledger_keys([first, second])
    assert len(set(keys)) == 2
    destroy_subjects([ada.subject_id])
    assert Consent.ledger_keys([first, second]) == [None, keys[1]]


def test_a_forged_answer_of_a_living_person_is_found(db):
    row = say_yes(person())
    ledger.seal_ledger(Consent)
    Consent.objects.filter(pk=row.pk).update(answer=False)

    assert ledger.verify_ledger(Consent).broken_at == 1


def test_a_row_blanked_before_it_was_sealed_keeps_its_place(db):
    ada = person()
    say_yes(ada)
    destroy_subjects([ada.subject_id])
    sweep()
    ledger.seal_ledger(Consent)

    found = ledger.verify_ledger(Consent)
    assert (found.is_whole, found.rows, found.blanked) == (True, 1, 1)


def test_every_ledger_field_can_be_emptied(db):
    for model in ledger.ledgers():
        for name in model.ledger_fields:
            field = model._meta.get_field(
                name.removesuffix("_id") if name.endswith("_id") and name != "list_id" else name
            )
            assert field.null, f"{model._meta.label}.{name}"
