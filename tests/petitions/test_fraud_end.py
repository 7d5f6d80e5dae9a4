"""What becomes of signatures that a rule put aside: for their signers, after thirty days; and its costs."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from petitions import services
from petitions.enums import QuarantineReason, SignatureState, WorkState
from petitions.exceptions import (
    UndoOver,
)
from petitions.jobs import fraud as jobs
from petitions.jobs.fraud import work_on_waiting
from petitions.jobs.waiting import expire_waiting
from petitions.models import Conditions, FraudRule, FraudRun, Signature
from petitions.selectors import count_differences
from petitions.selectors import fraud as selectors
from privacy.days import utc_today
from privacy.keystore import salts
from privacy.links import Purpose, make_link_token
from privacy.retention import cutoff_of, find_rule
from supporters.models import Supporter
from tests.petitions.deliveries import sign_many
from tests.petitions.factories import confirm, make_petition, sign
from tests.petitions.fraud import bots, count, let_loose, states, undo

pytestmark = pytest.mark.django_db


# --- what its signer sees --------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["confirm", "withdraw", "no_updates", "no_reminders", "not_me"])
def test_whoever_is_put_aside_sees_the_same_pages(petition, sifter, client, purpose):
    row = bots(petition)[0]
    kinds = {
        "confirm": Purpose.CONFIRM,
        "withdraw": Purpose.WITHDRAW,
        "no_updates": Purpose.UNSUBSCRIBE,
        "no_reminders": Purpose.UNSUBSCRIBE,
        "not_me": Purpose.NOT_ME,
    }
    token = make_link_token(kinds[purpose], row.public_id)
    url = reverse(f"countersign_petition_{purpose}", args=[token])
    before = client.get(url)
    again = client.post(url) if purpose == "confirm" else None
    let_loose(count(petition, sifter, domain="bots.example"), sifter)
    after = client.get(url)

    assert (after.status_code, after.content) == (before.status_code, before.content)
    if again is not None:
        pressed = client.post(url)
        assert (pressed.status_code, pressed.url) == (again.status_code, again.url)


def test_the_button_of_one_counted_at_once_works_while_it_is_put_aside(sifter, after_commit):
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    rows = [sign(petition, f"bot{number}@bots.example") for number in range(12)]
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    assert confirm(rows[0])
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].action_id) == (SignatureState.QUARANTINED, None)
    undo(run, sifter)
    rows[0].refresh_from_db()

    assert (rows[0].state, rows[0].action.supporter_id) == (SignatureState.CONFIRMED, rows[0].supporter_id)
    assert count_differences(petition) == []


def test_what_was_typed_goes_in_time_though_it_is_put_aside(sifter, after_commit):
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    rows = [sign(petition, f"bot{number}@bots.example") for number in range(12)]
    let_loose(count(petition, sifter, domain="bots.example"), sifter)
    Signature.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert find_rule("petitions.waiting").overdue(utc_today()) == 12
    with after_commit():
        assert expire_waiting() == 12

    assert find_rule("petitions.waiting").overdue(utc_today()) == 0
    assert states(petition) == {SignatureState.QUARANTINED: 12}
    assert salts([row.subject_id for row in rows]) == {}


# --- the end ---------------------------------------------------------------------------------------


def enforce(key):
    rule = find_rule(key)
    return rule.enforce(cutoff_of(rule))


@pytest.mark.parametrize(("days", "left"), [(30, "quarantined"), (31, "invalidated")])
def test_what_nobody_put_back_is_emptied_after_thirty_days(petition, sifter, after_commit, days, left):
    rows = bots(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    subjects = list(Supporter.objects.values_list("subject_id", flat=True))
    past = utc_today() - timedelta(days=days)
    # The day of the run counts, not that of the signature.
    Signature.objects.update(created=utc_today() - timedelta(days=90))
    FraudRun.objects.update(ran_on=past)
    with after_commit():
        assert enforce("petitions.quarantined") == (12 if left == "invalidated" else 0)

    assert states(petition) == {left: 12}
    is_over = left == "invalidated"
    assert (len(salts(subjects)), Supporter.objects.count()) == ((0, 0) if is_over else (12, 12))
    assert set(Signature.objects.values_list("quarantine_reason", "supporter")) == (
        {(QuarantineReason.RULE, None)}
        if is_over
        else {(QuarantineReason.RULE, row.supporter_id) for row in rows}
    )
    assert find_rule("petitions.quarantined").overdue(cutoff_of(find_rule("petitions.quarantined"))) == 0
    if is_over:
        with pytest.raises(UndoOver):
            services.undo_run(run=run, actor=sifter)


def test_whoever_can_still_be_put_back_is_not_erased_as_idle(petition, sifter, after_commit):
    bots(petition)
    let_loose(count(petition, sifter, domain="bots.example"), sifter)
    with after_commit():
        enforce("supporters.idle")

    assert Supporter.objects.filter(idle_since__isnull=False).count() == 0


def test_rules_and_runs_are_forgotten_and_their_keys_with_them(petition, sifter, after_commit):
    bots(petition)
    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    subject = run.rule.subject_id
    past = utc_today() - timedelta(days=31)
    FraudRule.objects.update(changed=past)
    FraudRun.objects.update(changed=past, ran_on=past)
    with after_commit():
        # As long as it holds something, the run stays; retention runs every day.
        assert (enforce("petitions.fraud_rules"), enforce("petitions.fraud_runs")) == (1, 0)
        enforce("petitions.quarantined")
        assert enforce("petitions.fraud_runs") == 1

    assert (FraudRule.objects.count(), FraudRun.objects.count(), salts([subject])) == (0, 0, {})
    assert set(Signature.objects.values_list("quarantine_reason", flat=True)) == {QuarantineReason.RULE}


# --- costs -----------------------------------------------------------------------------------------


def test_five_hundred_rows_are_one_query_of_the_keystore(petition, sifter):
    sign_many(petition, 1_100)
    services.write_rule(petition=petition, conditions=Conditions(domain="example.org"), actor=sifter)
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keystore"]) as keys,
    ):
        work_on_waiting()

    # Three portions, and the rule's own key. Whether the key of the day is known yet is another's affair.
    of_subjects = [query for query in keys.captured_queries if "privacy_subjectkey" in query["sql"]]
    assert (FraudRun.objects.get().hits, len(of_subjects)) == (1_100, 4)
    assert len(keys) <= 5
    assert len(main) < 20


def test_a_rule_of_clear_columns_costs_the_same_for_ten_and_for_a_thousand(petition, sifter):
    def cost():
        run = services.write_rule(petition=petition, conditions=Conditions(region="CA"), actor=sifter)
        with CaptureQueriesContext(connections["default"]) as main:
            work_on_waiting()
        return FraudRun.objects.get(pk=run.pk).hits, len(main)

    sign_many(petition, 10)
    _ten, few = cost()
    sign_many(petition, 990, called="More")

    assert cost() == (1_000, few)


def test_a_search_that_went_wrong_keeps_nothing_of_what_it_found(petition, sifter, monkeypatch):
    """Eleven were found before the fault: how many, and whom, is told to nobody."""
    bots(petition)
    monkeypatch.setattr(selectors, "PORTION", 11)
    run = services.write_rule(petition=petition, conditions=Conditions(domain="bots.example"), actor=sifter)
    go_on = jobs._Turn.go_on

    def fail(turn, **values):
        go_on(turn, **values)
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(jobs._Turn, "go_on", fail)
        with pytest.raises(OSError, match="disk"):
            work_on_waiting()
    run = FraudRun.objects.get(pk=run.pk)
    assert (run.state, run.hits, run.examples, run.looked) == (WorkState.FAILED, 0, [], 0)

    services.go_on_with_run(run=run, actor=sifter)
    work_on_waiting()
    assert FraudRun.objects.get(pk=run.pk).hits == 12
