"""One reminder after 20 hours, the end after 7 days."""

import pytest
import time_machine

from campaigns.enums import DomainStanding
from outbox.models import Letter
from petitions.enums import SignatureState
from petitions.jobs.waiting import expire_waiting, remind_waiting
from petitions.models import Signature
from petitions.selectors import count_differences, total_of, waiting_of
from privacy import backups
from privacy.keystore import salts
from tests.petitions.factories import confirm, make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db
SIGNED = "2026-05-01 12:00:00+00:00"


def at(moment):
    return time_machine.travel(moment, tick=False)


def reminders():
    return Letter.objects.filter(kind="petitions.reminder").count()


def test_one_reminder_after_twenty_hours(petition):
    with at(SIGNED):
        sign(petition)
    with at("2026-05-02 07:59:00+00:00"):
        assert remind_waiting() == 0
    with at("2026-05-02 08:00:00+00:00"):
        assert remind_waiting() == 1
    with at("2026-05-03 08:00:00+00:00"):
        assert remind_waiting() == 0
    assert reminders() == 1


def test_after_a_restore_nobody_is_reminded_of_what_was_due_before_it(petition):
    with at(SIGNED):
        sign(petition)
    with at("2026-05-02 07:00:00+00:00"):
        sign(petition, "bea@example.org")
    with at("2026-05-02 12:00:00+00:00"):
        backups.finish_restore()
        assert remind_waiting() == 0
    with at("2026-05-03 12:00:00+00:00"):
        assert remind_waiting() == 1


def test_who_confirmed_is_not_reminded(petition):
    with at(SIGNED):
        confirm(sign(petition))
    with at("2026-05-03 08:00:00+00:00"):
        assert remind_waiting() == 0


def test_a_campus_address_is_not_reminded(petition):
    with at(SIGNED):
        sign(petition, standing=DomainStanding.CAMPUS)
    with at("2026-05-03 08:00:00+00:00"):
        assert remind_waiting() == 0


def test_after_seven_days_the_row_and_its_key_are_gone(petition, after_commit):
    with at(SIGNED):
        subject = sign(petition).subject_id
    with at("2026-05-08 11:59:00+00:00"):
        assert expire_waiting() == 0
    with at("2026-05-08 12:00:00+00:00"), after_commit():
        assert expire_waiting() == 1
    assert Signature.objects.count() == 0
    assert salts([subject]) == {}
    assert waiting_of(petition) == 0
    assert count_differences(petition) == []


def test_what_counted_without_confirmation_stays_counted_when_its_answers_run_out(after_commit):
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    with at(SIGNED):
        subject = sign(petition).subject_id
    with at("2026-05-08 12:00:00+00:00"), after_commit():
        assert expire_waiting() == 1
        assert expire_waiting() == 0
    row = Signature.objects.get()
    assert (row.state, row.sealed, row.subject_id) == (SignatureState.CONFIRMED, None, None)
    assert salts([subject]) == {}
    assert total_of(petition) == 1


def test_a_confirmed_test_counts_nowhere(petition):
    sign_and_confirm(petition, is_test=True)

    assert Signature.objects.get().state == SignatureState.CONFIRMED
    assert (Signature.objects.counted().count(), total_of(petition), waiting_of(petition)) == (0, 0, 0)
