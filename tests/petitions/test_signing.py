"""Signing leaves three rows and touches nobody's record."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.enums import DomainStanding, NewsChoice, Suspicion
from outbox.models import Letter
from petitions.enums import PetitionState, QuarantineReason, SignatureState
from petitions.exceptions import PetitionClosed, PetitionNotOpenYet
from petitions.models import Signature, TotalDelta
from privacy.days import utc_today
from supporters.models import Consent, Supporter
from tests.petitions.factories import make_petition, sign, sign_and_confirm, typed

pytestmark = pytest.mark.django_db


def test_signing_keeps_what_was_typed_sealed_in_the_pending_row_alone(petition):
    signature = sign(petition, said={"news": NewsChoice.CAMPAIGN.value, "comment": "Because"})

    signature.refresh_from_db()
    assert signature.state == SignatureState.PENDING
    assert (signature.supporter, signature.action, signature.mark) == (None, None, None)
    assert (signature.region, signature.country, signature.news) == ("", "", "")
    assert signature.unseal() == typed(news=NewsChoice.CAMPAIGN.value, comment="Because")
    assert b"ada@example.org" not in bytes(signature.sealed)
    assert (Supporter.objects.count(), Consent.objects.count()) == (0, 0)


def test_signing_is_three_inserts(petition):
    sign(petition, "first@example.org")
    petition.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        sign(petition, "second@example.org")

    # On PostgreSQL the three are one statement.
    inserts = [table for query in queries for table in re.findall(r'INSERT INTO "(\w+)"', query["sql"])]
    assert inserts == [
        "countersign_petitions_signature",
        "countersign_petitions_totaldelta",
        "countersign_outbox_letter",
    ]


def test_signing_notes_one_change_of_the_total(petition):
    signature = sign(petition)

    deltas = TotalDelta.objects.values_list("petition", "left", "entered", "day")
    assert list(deltas) == [(petition.pk, "", SignatureState.PENDING, signature.created)]


def test_the_letter_refers_to_the_row_and_holds_no_address(petition):
    signature = sign(petition)

    letter = Letter.objects.get()
    assert (letter.kind, letter.ref_id, letter.sealed) == ("petitions.confirm", signature.public_id, None)


def test_reminder_and_end_are_future_instants_of_whole_ten_minutes(petition):
    before = timezone.now()
    signature = sign(petition)

    remind, expire = signature.remind_at - before, signature.expires_at - before
    assert 20 * 3600 <= remind.total_seconds() <= 20 * 3600 + 610
    assert 7 * 86400 <= expire.total_seconds() <= 7 * 86400 + 610
    assert [
        (one.minute % 10, one.second, one.microsecond) for one in (signature.remind_at, signature.expires_at)
    ] == [(0, 0, 0)] * 2


def test_the_same_form_twice_is_one_signature_and_one_letter(petition):
    first, second = sign(petition), sign(petition)

    assert second is None
    assert list(Signature.objects.values_list("pk", flat=True)) == [first.pk]
    assert (Letter.objects.count(), TotalDelta.objects.count()) == (1, 1)


def test_the_same_form_ten_minutes_later_sends_another_letter(petition):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        sign(petition)
    with time_machine.travel("2026-05-01 12:10:00+00:00", tick=False):
        sign(petition)

    assert Letter.objects.count() == 2


def test_a_double_click_on_both_sides_of_a_window_of_time_is_one_signature(petition):
    sent = []
    for clock in ("12:08:59.9", "12:09:00.1"):
        with time_machine.travel(f"2026-05-01 {clock}+00:00", tick=False):
            sent.append(sign(petition))

    assert (Signature.objects.get(), sent[1], Letter.objects.count()) == (sent[0], None, 1)


def test_another_name_on_the_same_address_is_no_repeat(petition):
    sign(petition)
    sign(petition, said={"given_name": "Grace"})

    assert Signature.objects.count() == 2


def test_a_closed_petition_takes_no_signature():
    petition = make_petition(state=PetitionState.CLOSED, closed_on=utc_today())

    with pytest.raises(PetitionClosed):
        sign(petition)
    assert Signature.objects.count() == 0


def test_a_petition_whose_last_day_is_over_takes_no_signature():
    with pytest.raises(PetitionClosed):
        sign(make_petition(closes=utc_today() - timedelta(days=1)))
    with pytest.raises(PetitionNotOpenYet):
        sign(make_petition(opens=utc_today() + timedelta(days=1)))
    assert sign(make_petition(opens=utc_today(), closes=utc_today())).state == SignatureState.PENDING


@pytest.mark.parametrize("suspicion", list(Suspicion))
def test_what_the_gate_suspects_is_quarantined_and_not_mailed(petition, suspicion):
    signature = sign(petition, suspicion=suspicion)

    assert (signature.state, signature.quarantine_reason) == (SignatureState.QUARANTINED, suspicion.value)
    assert Letter.objects.count() == 0


def test_an_address_of_the_targets_own_is_quarantined_and_never_mailed(petition):
    signature = sign(petition, standing=DomainStanding.TARGET)

    assert signature.quarantine_reason == QuarantineReason.TARGET_DOMAIN
    assert Letter.objects.count() == 0


def test_a_campus_address_gets_one_neutral_letter_and_no_reminder(petition):
    signature = sign(petition, standing=DomainStanding.CAMPUS)

    assert (signature.state, signature.remind_at) == (SignatureState.PENDING, None)
    assert [letter.kind for letter in Letter.objects.all()] == ["petitions.confirm_neutral"]


def test_without_confirmation_it_counts_at_once_and_the_answers_wait():
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    signature = sign(petition)

    signature.refresh_from_db()
    assert signature.state == SignatureState.CONFIRMED
    assert len(bytes(signature.mark)) == 32
    assert (signature.supporter, signature.action, signature.region) == (None, None, "CA")
    assert signature.awaits_button
    assert Supporter.objects.count() == 0
    assert [letter.kind for letter in Letter.objects.all()] == ["petitions.complete"]


def test_without_confirmation_a_second_signing_waits_instead_of_counting_twice():
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    sign(petition)
    second = sign(petition, "ADA@Example.org", said={"given_name": "Augusta"})

    assert second.state == SignatureState.PENDING
    assert petition.signatures.counted().count() == 1


def test_without_confirmation_what_is_suspect_does_not_count():
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)

    assert sign(petition, suspicion=Suspicion.HONEYPOT).state == SignatureState.QUARANTINED


def test_signing_costs_a_known_address_the_same_queries_as_a_new_one(petition):
    sign_and_confirm(petition, "known@example.org")
    counts = []
    for address in ("known@example.org", "new@example.org"):
        petition.refresh_from_db()
        # In the first minute of a window of time one more is asked (privacy.repeats).
        with (
            time_machine.travel("2026-05-01 12:05:00+00:00", tick=False),
            CaptureQueriesContext(connection) as queries,
        ):
            sign(petition, address)
        counts.append([query["sql"].split(" ")[0] for query in queries])

    assert counts[0] == counts[1]
