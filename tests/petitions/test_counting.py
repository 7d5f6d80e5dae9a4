"""How we count, as the public is told: from folded numbers that a daily recount proves."""

import logging
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from campaigns.enums import Suspicion
from petitions import services
from petitions.enums import CountedKind, QuarantineReason, SignatureMethod, SignatureState
from petitions.jobs.fraud_rows import end_aside, put_aside
from petitions.jobs.recounting import recount, recount_all
from petitions.jobs.retention import enforce_quarantined
from petitions.jobs.totals import fold_all
from petitions.models import KindTotal, Petition, Signature, Total, TotalDelta
from petitions.selectors import HowCounted, count_differences, how_we_count, open_numbers
from petitions.tasks import recount_all as recount_task
from privacy import schedule
from privacy.actors import Actor
from privacy.days import utc_today
from tests.petitions.factories import confirm, make_petition, sign, sign_and_confirm
from tests.petitions.paper import begin, enter

pytestmark = pytest.mark.django_db


def numbers(petition):
    how = how_we_count(petition)
    return how.by_mail, how.on_paper, how.at_once, how.not_genuine


def remove_as_not_genuine(petition, email):
    """Counted, put aside by hand, and put back by nobody for 30 days."""
    signature = sign_and_confirm(petition, email)
    put_aside([signature.pk], None, reason=QuarantineReason.MADE_UP)
    end_aside(utc_today() + timedelta(days=1))
    return signature


def test_each_way_to_count_is_counted_before_and_after_folding(petition):
    sign_and_confirm(petition, "ada@example.org")
    sign(petition, "bo@example.org")
    remove_as_not_genuine(petition, "bot@example.org")
    before = numbers(petition)
    fold_all()

    assert before == numbers(petition) == (1, 0, 0, 1)
    assert TotalDelta.objects.count() == 0
    assert [(row.kind, row.amount) for row in KindTotal.objects.all()] == [(CountedKind.NOT_GENUINE, 1)]


def test_what_counts_without_confirmation_is_not_said_to_be_confirmed():
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    signature = sign(petition)
    # The button in its mail completes it, and changes nothing about how it came to count.
    confirm(signature)

    signature.refresh_from_db()
    assert (signature.state, signature.method) == (SignatureState.CONFIRMED, SignatureMethod.ONCE)
    assert numbers(petition) == (0, 0, 1, 0)
    assert recount(petition) == []


def invalidate(signature):
    signature.refresh_from_db()
    services.invalidate_signature(signature=signature, actor=Actor.system())
    signature.refresh_from_db()
    return signature


def test_what_never_counted_is_not_said_to_be_removed(petition):
    sign_and_confirm(petition, "ada@example.org")
    confirm(sign(petition, "ADA@example.org", said={"given_name": "Augusta"}))
    sign(petition, "bot@example.org", suspicion=Suspicion.HONEYPOT)
    enforce_quarantined(utc_today() + timedelta(days=1))
    invalidate(sign(petition, "bot2@example.org", suspicion=Suspicion.TOO_FAST))
    released = sign(petition, "bo@example.org", suspicion=Suspicion.TOO_FAST)
    services.release_signature(signature=released, actor=Actor.system())
    invalidate(released)

    assert Signature.objects.filter(state=SignatureState.INVALIDATED).count() == 4
    assert numbers(petition) == (1, 0, 0, 0)
    assert count_differences(petition) == []


def test_what_staff_invalidate_after_it_counted_is_removed_as_not_genuine_with_its_reason(petition):
    gone = invalidate(sign_and_confirm(petition, "ada@example.org"))
    aside = sign_and_confirm(petition, "bo@example.org")
    put_aside([aside.pk], None, reason=QuarantineReason.ALIKE)
    aside = invalidate(aside)

    assert (gone.quarantine_reason, aside.quarantine_reason) == ("invalidated", "alike")
    assert numbers(petition) == (0, 0, 0, 2)
    assert count_differences(petition) == []
    fold_all()
    assert numbers(petition) == (0, 0, 0, 2)
    assert count_differences(petition) == []


def test_a_mistyped_slip_that_is_taken_out_is_not_said_to_be_fake(petition):
    slip = invalidate(enter(begin(petition)))

    assert (slip.quarantine_reason, numbers(petition)) == ("", (0, 0, 0, 0))


def test_retention_keeps_the_mark_by_which_it_is_known(petition):
    signature = remove_as_not_genuine(petition, "bot@example.org")

    signature.refresh_from_db()
    assert (signature.state, signature.sealed, signature.subject_id) == ("invalidated", None, None)
    assert signature.quarantine_reason == "made_up"


def test_how_we_count_is_one_query_whatever_the_number_of_days(petition, django_assert_num_queries):
    for days in range(40):
        day = utc_today() - timedelta(days=days)
        Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=day, amount=30)
        KindTotal.objects.create(petition=petition, kind=CountedKind.PAPER, day=day, amount=10)
    with django_assert_num_queries(1):
        assert numbers(petition) == (800, 400, 0, 0)


@pytest.mark.parametrize(
    ("said", "told_apart", "removed"),
    [
        ({"total": 25}, True, None),
        ({"total": 25, "on_paper": 10, "not_genuine": 9}, True, None),
        ({"total": 25, "on_paper": 9, "not_genuine": 10}, False, 10),
        ({"total": 25, "not_genuine": 39}, True, 30),
        # Those by mail would be what is left of the public total.
        ({"total": 25, "on_paper": 16}, False, None),
        ({"total": 25, "on_paper": 25}, True, None),
    ],
)
def test_no_group_below_ten_is_told_nor_what_is_left_of_the_total(said, told_apart, removed):
    numbers = {"total": 0, "at_once": 0, "on_paper": 0, "not_genuine": 0, "recounted_on": None, **said}
    how = HowCounted(**numbers)

    assert (how.is_told_apart, how.removed_in_tens) == (told_apart, removed)


# --- the recount -----------------------------------------------------------------------------------


def test_a_clean_recount_notes_its_day_and_one_that_differs_does_not(petition, caplog):
    with time_machine.travel(date(2026, 5, 1)):
        sign_and_confirm(petition)
        assert recount_all() == 0
    with time_machine.travel(date(2026, 5, 2)), caplog.at_level(logging.ERROR):
        Signature.objects.update(method=SignatureMethod.PAPER)
        assert recount_all() == 1

    assert how_we_count(petition).recounted_on == date(2026, 5, 1)
    assert [record.getMessage().count(str(petition.public_id)) for record in caplog.records] == [1]


def test_the_recount_finds_a_wrong_kind_and_mends_it(petition):
    sign_and_confirm(petition)
    fold_all()
    Signature.objects.update(method=SignatureMethod.PAPER)
    out = StringIO()
    with pytest.raises(CommandError, match="1 total differs"):
        call_command("recount", stdout=out)
    assert out.getvalue() == f"{petition.public_id} {utc_today()} paper: total 0, rows 1\n"
    call_command("recount", "--mend", stdout=StringIO())

    assert count_differences(petition) == []
    assert numbers(petition) == (0, 1, 0, 0)


def test_the_recount_is_due_every_day():
    assert schedule.registered()["petitions.recount"].task is recount_task
    assert schedule.registered()["petitions.recount"].every == timedelta(days=1)


# --- on the page -----------------------------------------------------------------------------------


def page_of(client, petition_page, petition, *, total, paper=0, removed=0, **words):
    kinds = {CountedKind.PAPER: paper, CountedKind.NOT_GENUINE: removed}
    day = utc_today()
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=day, amount=total)
    for kind, amount in kinds.items():
        KindTotal.objects.create(petition=petition, kind=kind, day=day, amount=amount)
    return client.get(petition_page(petition).get_url()).text


def test_the_page_says_how_we_count(client, petition, petition_page):
    Petition.objects.filter(pk=petition.pk).update(recounted_on=date(2026, 5, 1))
    text = page_of(client, petition_page, petition, total=1_240, paper=40, removed=38)

    for said in (
        "<summary>How we count</summary>",
        "<strong>1,200</strong> confirmed by mail",
        "<strong>40</strong> on paper",
        "About <strong>30</strong> removed as not genuine",
        "Last recounted on May 1, 2026",
    ):
        assert text.count(said) == 1, said


def test_the_open_numbers_tell_in_tens_too_how_many_were_removed(client, petition, petition_page):
    page_of(client, petition_page, petition, total=30, removed=38)
    assert open_numbers(petition)["not_genuine"] == 30
    Total.objects.update(amount=24)
    assert open_numbers(petition)["not_genuine"] is None


def test_the_page_tells_no_small_group(client, petition, petition_page):
    text = page_of(client, petition_page, petition, total=30, paper=3, removed=2)

    assert "<strong>30</strong> confirmed by mail, on paper." in text
    assert "Fewer than 10 removed as not genuine" in text
    assert "Not recounted yet" in text
    assert ("<strong>27</strong>" in text, "<strong>3</strong>" in text) == (False, False)


def test_below_the_total_that_is_shown_nothing_is_said(client, petition, petition_page):
    assert "How we count" not in page_of(client, petition_page, petition, total=24)
