"""Totals are added up by a job, and the rows prove them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from petitions import services
from petitions.enums import SignatureState
from petitions.jobs.totals import _is_noticeable, fold_all, fold_totals
from petitions.models import HourlyCount, Petition, Signature, Total, TotalDelta
from petitions.selectors import (
    count_differences,
    goal_for,
    progress_of,
    signatures_per_day,
    total_of,
    totals_of,
    waiting_of,
    waitings_of,
)
from privacy.actors import Actor
from privacy.days import utc_today
from tests.petitions.factories import confirm, make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db


def amounts(petition):
    return {(row.state, row.day): row.amount for row in Total.objects.filter(petition=petition)}


def test_folding_moves_deltas_into_totals(petition):
    sign(petition, "a@example.org")
    sign_and_confirm(petition, "b@example.org")

    assert fold_totals(petition.pk) == 3
    today = utc_today()
    assert TotalDelta.objects.count() == 0
    assert amounts(petition) == {(SignatureState.PENDING, today): 1, (SignatureState.CONFIRMED, today): 1}
    assert fold_totals(petition.pk) == 0
    assert (total_of(petition), waiting_of(petition)) == (1, 1)


def test_totals_are_right_before_and_after_folding(petition):
    for number in range(3):
        sign_and_confirm(petition, f"{number}@example.org")
    before = (total_of(petition), waiting_of(petition))
    fold_all()

    assert before == (total_of(petition), waiting_of(petition)) == (3, 0)


def test_what_waits_is_never_in_the_total(petition):
    sign(petition)

    assert (total_of(petition), waiting_of(petition)) == (0, 1)


def test_totals_of_many_petitions_are_one_query(petition, django_assert_num_queries):
    others = [make_petition(campaign=petition.campaign) for _ in range(2)]
    sign_and_confirm(others[0])

    for petitions in ([petition], [petition, *others]):
        with django_assert_num_queries(1):
            totals = totals_of(petitions)
    assert totals == {petition.pk: 0, others[0].pk: 1, others[1].pk: 0}
    assert waitings_of([petition, *others]) == {petition.pk: 0, others[0].pk: 0, others[1].pk: 0}


def test_folding_counts_new_rows_by_the_hour(petition):
    sign_and_confirm(petition, "a@example.org")
    sign(petition, "b@example.org")
    fold_all()

    assert HourlyCount.objects.get().amount == 2


def test_recount_agrees_after_every_change_of_state(petition):
    sign(petition, "a@example.org")
    sign_and_confirm(petition, "b@example.org")
    services.withdraw_signature(
        signature=sign_and_confirm(petition, "c@example.org"), actor=Actor.the_person()
    )
    services.disown_signature(signature=sign(petition, "d@example.org"), actor=Actor.the_person())
    second = sign(petition, "b@example.org", said={"given_name": "B"})
    confirm(second)

    assert count_differences(petition) == []
    out = StringIO()
    call_command("recount", stdout=out)
    assert out.getvalue() == "All totals agree with the rows.\n"


def test_recount_finds_a_row_that_was_changed_behind_its_back_and_mends_it(petition):
    signature = sign(petition)
    fold_all()
    Signature.objects.filter(pk=signature.pk).update(state=SignatureState.INVALIDATED)

    out = StringIO()
    with pytest.raises(CommandError, match="2 totals differ"):
        call_command("recount", stdout=out)
    today = utc_today()
    assert out.getvalue().splitlines() == [
        f"{petition.public_id} {today} invalidated: total 0, rows 1",
        f"{petition.public_id} {today} pending: total 1, rows 0",
    ]
    call_command("recount", "--mend", stdout=out)
    assert count_differences(petition) == []


@pytest.mark.parametrize(
    ("total", "goal"),
    [
        (0, 100),
        (79, 100),
        (80, 250),
        (199, 250),
        (200, 500),
        (400, 1_000),
        (800, 2_500),
        (2_000, 5_000),
        (8_000, 25_000),
    ],
)
def test_the_goal_moves_on_when_four_fifths_of_it_are_reached(total, goal):
    assert goal_for(total) == goal


def test_a_goal_of_ones_own_moves_on_to_the_ladder():
    assert [goal_for(total, 300) for total in (0, 239, 240)] == [300, 300, 500]


def test_folding_moves_the_goal_and_never_back(petition):
    today = utc_today()
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=today, amount=80)
    fold_totals(petition.pk)
    assert Petition.objects.get(pk=petition.pk).goal == 250
    Total.objects.update(amount=10)
    fold_totals(petition.pk)
    assert Petition.objects.get(pk=petition.pk).goal == 250


@pytest.mark.parametrize(
    ("shown", "total", "noticed"),
    [
        (0, 24, False),
        (24, 25, True),
        (25, 26, True),
        (5_000, 5_049, False),
        (5_000, 5_050, True),
        (26, 24, True),
    ],
)
def test_pages_are_drawn_again_when_a_reader_would_notice(shown, total, noticed):
    assert _is_noticeable(shown, total) is noticed


@pytest.mark.parametrize(("total", "shown"), [(24, False), (25, True)])
def test_a_total_is_shown_from_25(petition, total, shown):
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=utc_today(), amount=total)

    assert progress_of(petition).is_shown is shown


def test_the_chart_has_an_entry_for_each_day(petition):
    today = utc_today()
    Total.objects.create(
        petition=petition, state=SignatureState.CONFIRMED, day=today - timedelta(days=1), amount=4
    )
    Total.objects.create(petition=petition, state=SignatureState.PENDING, day=today, amount=2)

    days = signatures_per_day(petition, days=3)
    assert [(one.day, one.counted, one.waiting) for one in days] == [
        (today - timedelta(days=2), 0, 0),
        (today - timedelta(days=1), 4, 0),
        (today, 0, 2),
    ]
