"""Rules that find bad signatures: counted first, then let loose, and undone."""

from datetime import timedelta

import pytest

from campaigns.models import Action
from petitions import services
from petitions.enums import FraudPhase, QuarantineReason, SignatureState, WorkState
from petitions.exceptions import (
    EmptyRule,
    NothingToDo,
    NumberNeeded,
    RuleGone,
    TooFewHits,
    TooManySearches,
    UndoOver,
)
from petitions.jobs.fraud import work_on_waiting
from petitions.jobs.totals import mend_totals
from petitions.models import Conditions, FraudRule, FraudRun, Signature, TotalDelta
from petitions.selectors import count_differences, held_by, total_of
from petitions.selectors.fraud import NO_REGION, examples_of
from petitions.services import fraud
from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.days import utc_today
from privacy.models import AccessLog
from supporters.models import Supporter
from supporters.services import erase_supporter
from tests.petitions.deliveries import deliver, hand_over, pack, plan, reread, sign_many
from tests.petitions.factories import at_place, confirm, make_petition, sign, sign_and_confirm
from tests.petitions.fraud import bots, count, let_loose, people, states, undo

pytestmark = pytest.mark.django_db


# --- what is hit -----------------------------------------------------------------------------------


def test_a_count_tells_how_many_and_changes_nothing(petition, sifter):
    bots(petition, 10), bots(petition, 2, "mail.bots.example"), people(petition)
    sign_and_confirm(petition, "ada@notbots.example")
    run = count(petition, sifter, domain="bots.example")

    assert (run.phase, run.state) == (FraudPhase.COUNT, WorkState.DONE)
    assert (run.hits, run.looked, run.unreadable, run.total) == (12, 16, 0, 16)
    assert len(examples_of(run)) == 5
    assert states(petition) == {SignatureState.CONFIRMED: 16}


def test_throw_away_addresses_are_hit_with_what_stands_below_them(petition, sifter):
    bots(petition, 10, "mailinator.com"), bots(petition, 2, "team.mailinator.com"), people(petition)

    assert count(petition, sifter, is_disposable=True).hits == 12


@pytest.mark.parametrize(
    ("pattern", "hits"),
    [("lovelace*", 0), ("*lovelace", 12), ("ADA  lovelace", 12), ("?da l*e", 12), ("*", 12), ("ada*x", 0)],
)
def test_a_name_is_looked_for_as_a_whole_with_stars(petition, sifter, pattern, hits):
    bots(petition)

    assert count(petition, sifter, name=pattern).hits == hits


def test_a_name_is_hit_that_stands_there_more_often_than_said(petition, sifter):
    bots(petition)
    for number in range(11):
        said = {"given_name": f"Grace{number}", "family_name": "Hopper"}
        sign_and_confirm(petition, f"{number}@example.org", said=said)

    assert count(petition, sifter, same_name=11).hits == 12
    assert count(petition, sifter, same_name=12).hits == 0


def test_regions_and_days_are_one_question_to_the_database(petition, sifter):
    rows = bots(petition, 3)
    for days, row in enumerate(rows):
        Signature.objects.filter(pk=row.pk).update(created=utc_today() - timedelta(days=days))
    sign_and_confirm(petition, "grace@example.org", said={"postal_code": ""})
    yesterday = (utc_today() - timedelta(days=1)).isoformat()

    assert count(petition, sifter, region="CA").hits == 3
    assert count(petition, sifter, region=NO_REGION).hits == 1
    assert count(petition, sifter, last_day=yesterday).hits == 2
    assert count(petition, sifter, first_day=yesterday, last_day=yesterday, region="CA").hits == 1
    assert AccessLog.objects.count() == 0


def test_all_conditions_of_a_rule_must_hold(petition, sifter):
    for row in bots(petition, 24)[:12]:
        Signature.objects.filter(pk=row.pk).update(region="NY")

    assert count(petition, sifter, domain="bots.example", region="NY").hits == 12
    assert count(petition, sifter, domain="bots.example", region="TX").hits == 0


def test_only_what_counts_under_this_petition_is_hit(petition, sifter):
    bots(petition), bots(make_petition(), 2)
    sign(petition, "waits@bots.example")
    sign_and_confirm(petition, "test@bots.example", is_test=True)

    assert count(petition, sifter, domain="bots.example").hits == 12


def test_a_rule_that_looks_for_nothing_is_refused(petition, sifter):
    with pytest.raises(EmptyRule):
        count(petition, sifter)
    assert FraudRule.objects.count() == 0


def test_the_same_form_twice_is_one_rule_and_one_count(petition, sifter):
    said = {"petition": petition, "conditions": Conditions(region="CA"), "actor": sifter}

    assert services.write_rule(**said) == services.write_rule(**said)
    assert FraudRule.objects.count() == 1


def test_what_a_rule_looks_for_is_sealed(petition, sifter):
    count(petition, sifter, name="Ada Lovelace")
    [row] = FraudRule.objects.values()

    assert "ovelace" not in str({name: value for name, value in row.items() if name != "sealed"})
    assert b"ovelace" not in bytes(row["sealed"])


# --- what a search may tell ------------------------------------------------------------------------


def test_a_search_is_logged_once_with_how_many_and_why_and_never_for_whom(petition, sifter):
    bots(petition)
    count(petition, sifter, domain="bots.example", name="ada*")
    [entry] = AccessLog.objects.all()

    assert (entry.user_id, entry.deed, entry.count) == (sifter.user.pk, AccessDeed.SEARCHED, 12)
    assert (entry.kinds, entry.subject_ids) == (["email", "family_name", "given_name"], [])
    assert entry.reason == AccessReason.CHECK_FRAUD


def test_whoever_looks_for_one_person_learns_nothing(petition, sifter):
    bots(petition, 20)
    sign_and_confirm(petition, "grace@example.org", said={"given_name": "Grace", "family_name": "Hopper"})
    there, not_there = (count(petition, sifter, name=name) for name in ("grace hopper", "edith clarke"))

    # Not even the database knows afterwards.
    assert [(run.hits, run.examples) for run in (there, not_there)] == [(0, []), (0, [])]
    for run in (there, not_there):
        assert examples_of(run) == []
        with pytest.raises(TooFewHits):
            services.run_rule(run=run, typed=run.hits, actor=sifter)


def test_nobody_searches_more_than_so_often_in_an_hour(petition, sifter, monkeypatch):
    monkeypatch.setattr(fraud, "SEARCHES_PER_HOUR", 2)
    for name in ("a*", "b*"):
        count(petition, sifter, name=name)
    with pytest.raises(TooManySearches):
        count(petition, sifter, name="c*")
    # What names nobody may be counted all the same.
    count(petition, sifter, region="CA")
    assert FraudRule.objects.count() == 3


# --- let loose, and undone -------------------------------------------------------------------------


def stand(rows) -> list[dict[str, object]]:
    """How rows stand, but for when they changed and which Action is theirs."""
    values = Signature.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values()
    return [{k: v for k, v in one.items() if k not in ("changed", "action_id")} for one in values]


def test_what_a_rule_hits_leaves_the_count_and_the_totals_agree(petition, sifter, bay):
    for number in range(12):
        sign_and_confirm(petition, f"bot{number}@bots.example", said=at_place(bay))
    people(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)

    assert (run.phase, run.state, run.put_aside) == (FraudPhase.RUN, WorkState.DONE, 12)
    assert states(petition) == {SignatureState.CONFIRMED: 3, SignatureState.QUARANTINED: 12}
    assert set(Signature.objects.filter(put_aside=True).values_list("run", "quarantine_reason")) == {
        (run.pk, QuarantineReason.RULE)
    }
    assert (total_of(petition), Action.objects.count(), TotalDelta.objects.count()) == (3, 3, 0)
    assert count_differences(petition) == []


def test_undoing_puts_each_back_as_it_was(petition, sifter, bay):
    rows = [sign_and_confirm(petition, f"bot{n}@bots.example", said=at_place(bay)) for n in range(12)]
    before = stand(rows)
    run = undo(let_loose(count(petition, sifter, domain="bots.example"), sifter), sifter)

    assert (run.phase, run.state, run.put_back) == (FraudPhase.UNDO, WorkState.DONE, 12)
    assert stand(rows) == before
    assert Action.objects.filter(pk__in=Signature.objects.values("action")).count() == 12
    assert (total_of(petition), count_differences(petition)) == (12, [])


def test_letting_loose_and_undoing_twice_does_nothing_more(petition, sifter):
    bots(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    with pytest.raises(NothingToDo):
        services.run_rule(run=run, typed=run.hits, actor=sifter)
    run = undo(run, sifter)
    with pytest.raises(UndoOver):
        services.undo_run(run=run, actor=sifter)

    assert states(petition) == {SignatureState.CONFIRMED: 12}


@pytest.mark.parametrize(("hits", "needed"), [(5, False), (6, True)])
def test_more_than_five_percent_needs_the_number(petition, sifter, hits, needed):
    sign_many(petition, 100 - hits)
    sign_many(petition, hits, region="NY", called="Other")
    mend_totals(petition)
    run = count(petition, sifter, region="NY")
    for typed in (None, hits + 1) if needed else ():
        with pytest.raises(NumberNeeded):
            services.run_rule(run=run, typed=typed, actor=sifter)
    services.run_rule(run=run, typed=hits if needed else None, actor=sifter)
    work_on_waiting()

    assert states(petition)[SignatureState.QUARANTINED] == hits


def test_what_is_signed_later_than_the_count_is_left_for_the_next(petition, sifter):
    early = sign(petition, "early@bots.example")
    bots(petition)
    run = count(petition, sifter, domain="bots.example")
    late = sign_and_confirm(petition, "late@bots.example")
    # Among those that were there by then, though its button is pressed only now.
    confirm(early)
    run = let_loose(run, sifter)
    late.refresh_from_db()

    assert (run.hits, run.put_aside, late.state) == (12, 13, SignatureState.CONFIRMED)
    assert states(petition) == {SignatureState.QUARANTINED: 13, SignatureState.CONFIRMED: 1}


def test_a_signature_withdrawn_meanwhile_stays_withdrawn(petition, sifter):
    first, second, *_others = rows = bots(petition, 14)
    services.withdraw_signature(signature=first, actor=Actor.the_person())
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    second.refresh_from_db()
    assert services.withdraw_signature(signature=second, actor=Actor.the_person())
    run = undo(run, sifter)

    assert (run.put_aside, run.put_back) == (13, 12)
    assert states(petition) == {SignatureState.WITHDRAWN: 2, SignatureState.CONFIRMED: len(rows) - 2}
    assert count_differences(petition) == []


def test_a_withdrawal_that_a_rule_overtakes_is_heard(petition, sifter):
    rows = bots(petition)
    let_loose(count(petition, sifter, domain="bots.example"), sifter)

    # As it was read before the rule moved it.
    assert rows[0].state == SignatureState.CONFIRMED
    assert services.withdraw_signature(signature=rows[0], actor=Actor.the_person())
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].supporter_id) == (SignatureState.WITHDRAWN, None)


def test_who_is_erased_meanwhile_counts_again_without_a_name(petition, sifter, after_commit):
    rows = bots(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    with after_commit():
        erase_supporter(
            supporter=Supporter.objects.get(pk=rows[0].supporter_id),
            keep_fingerprint=False,
            actor=Actor.the_person(),
        )
    undo(run, sifter)
    rows[0].refresh_from_db()

    assert (rows[0].state, rows[0].supporter_id, rows[0].action_id) == (SignatureState.CONFIRMED, None, None)
    assert (total_of(petition), count_differences(petition)) == (12, [])


def test_signing_again_from_quarantine_counts_nobody_twice(petition, sifter):
    rows = bots(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    assert confirm(sign(petition, "BOT0@bots.example", said={"given_name": "Anew"})) is False
    undo(run, sifter)

    assert states(petition) == {SignatureState.CONFIRMED: len(rows), SignatureState.INVALIDATED: 1}
    assert set(
        Signature.objects.filter(state=SignatureState.INVALIDATED).values_list("quarantine_reason", flat=True)
    ) == {""}


def test_a_closed_petition_can_be_sifted_too(petition, sifter):
    bots(petition), people(petition)
    services.close_petition(petition=petition, actor=Actor.system())
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    assert states(petition) == {SignatureState.CONFIRMED: 3, SignatureState.QUARANTINED: 12}
    undo(run, sifter)

    assert (total_of(petition), count_differences(petition)) == (15, [])


def test_marks_are_emptied_when_it_closes_meanwhile(petition, sifter):
    bots(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    services.close_petition(petition=petition, actor=Actor.system())
    assert Signature.objects.filter(mark__isnull=False).count() == 0
    undo(run, sifter)

    assert states(petition) == {SignatureState.CONFIRMED: 12}


def test_whom_nobody_can_read_is_not_hit_and_told_of(petition, sifter, after_commit):
    rows = bots(petition, 13)
    with after_commit():
        erase_supporter(supporter=rows[0].supporter, keep_fingerprint=False, actor=Actor.the_person())
    run = count(petition, sifter, domain="bots.example")

    assert (run.looked, run.unreadable, run.hits) == (13, 1, 12)


@pytest.mark.parametrize("made_anew", [False, True])
def test_what_is_put_back_after_the_hand_over_is_never_handed_over_twice(petition, sifter, made_anew):
    sign_many(petition, 12, region="NY")
    sign_many(petition, 12, region="TX", called="Other")
    delivery = pack(plan(petition))
    run = let_loose(count(petition, sifter, region="TX"), sifter)
    if made_anew:
        pack(reread(delivery))
    hand_over(reread(delivery))
    undo(run, sifter)
    numbers = [reread(delivery).signatures, pack(plan(petition)).signatures]

    # Each of the 24 once: with the pack that told of them, or with the next.
    assert numbers == ([12, 12] if made_anew else [24, 0])


def test_one_in_a_delivery_whose_pack_was_never_made_is_not_told_of_and_handed_over_next_time(
    petition, sifter
):
    rows = sign_many(petition, 12)
    planned = plan(petition)
    Signature.objects.filter(pk__in=[row.pk for row in rows]).update(delivery=planned)
    run = let_loose(count(petition, sifter, region="CA"), sifter)
    given = hand_over(pack(planned)).signatures
    undo(run, sifter)

    assert (given, pack(plan(petition)).signatures) == (0, 12)


def test_what_is_put_aside_is_in_no_delivery_while_it_is_and_one_handed_over_keeps_it(petition, sifter):
    sign_many(petition, 12, region="NY")
    given = deliver(petition)
    sign_many(petition, 12, region="TX", called="Other")
    planned = pack(plan(petition))
    runs = [let_loose(count(petition, sifter, region=region), sifter) for region in ("NY", "TX")]

    assert [held_by(one).count() for one in (given, planned)] == [0, 0]
    for run in runs:
        undo(run, sifter)
    assert (held_by(given).count(), held_by(planned).count()) == (12, 12)
    assert pack(reread(planned)).signatures == 12


def test_a_rule_that_is_gone_stops_its_run_and_undoing_still_works(petition, sifter):
    bots(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    services.delete_rule(rule=run.rule, actor=sifter)
    with pytest.raises(RuleGone):
        services.count_rule(rule=run.rule, actor=sifter)

    assert undo(FraudRun.objects.get(pk=run.pk), sifter).put_back == 12


def test_a_run_whose_rule_is_deleted_before_the_worker_comes_goes_wrong(petition, sifter):
    bots(petition)
    run = count(petition, sifter, domain="bots.example")
    services.run_rule(run=run, typed=12, actor=sifter)
    services.delete_rule(rule=run.rule, actor=sifter)
    work_on_waiting()

    assert FraudRun.objects.get(pk=run.pk).state == WorkState.FAILED
    assert states(petition) == {SignatureState.CONFIRMED: 12}
