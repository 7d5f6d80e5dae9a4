"""The drain loop against a real SMTP server."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from outbox.answers import BACKOFF, UNREACHABLE_REST
from outbox.courier import Parcel
from outbox.drain import expire_leases
from outbox.enums import RefusalReason, SendState, WhyNot
from outbox.first_run import WAITING, mail_leaves
from outbox.jobs import forget_queue, settle_unknown
from outbox.letter_courier import LetterCourier
from outbox.models import Letter, Refusal
from outbox.services import post_letter
from privacy import backups
from privacy.days import utc_today
from privacy.erasure import destroy_subjects
from privacy.models import SubjectKey
from tests.outbox.factories import post, post_first
from tests.outbox.letters import First


def test_a_letter_is_sent_once_and_its_address_is_emptied(sink, run_drain):
    letter = post("ada@example.org")
    assert run_drain() is False
    run_drain()

    letter.refresh_from_db()
    assert (sink.recipients, sink.ids()) == (["ada@example.org"], [letter.public_id.hex])
    assert (letter.state, letter.why, letter.attempts) == (SendState.SENT, "", 1)
    held = (letter.sealed, letter.subject_id, letter.due, letter.claim, letter.lease_until)
    assert held == (None, None, None, None, None)


def test_letters_go_in_the_order_in_which_they_were_posted(sink, run_drain):
    posted = [post(f"ada{number}@example.org").public_id.hex for number in range(23)]
    run_drain()

    assert sink.ids() == posted


def test_a_letter_waits_until_it_is_due(sink, run_drain):
    letter = post(due=timezone.now() + timedelta(hours=2))
    run_drain()
    assert sink.ids() == []

    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=1), tick=True):
        run_drain()
    letter.refresh_from_db()
    assert (sink.ids(), letter.due) == ([letter.public_id.hex], None)


def test_a_put_off_letter_is_tried_again_with_growing_rests_and_then_fails(sink, run_drain):
    sink.answers["ada@example.org"] = "451 4.7.1 come back later"
    letter = post("ada@example.org")
    now = timezone.now()
    rests = []
    for _try in range(len(BACKOFF)):
        with time_machine.travel(now, tick=False):
            run_drain()
            letter.refresh_from_db()
            assert letter.state == SendState.QUEUED
            rests.append(letter.due - now)
            run_drain()
        now = letter.due
    with time_machine.travel(now, tick=False):
        run_drain()

    letter.refresh_from_db()
    assert rests == list(BACKOFF)
    assert (letter.state, letter.why, letter.attempts) == (
        SendState.FAILED,
        WhyNot.DEFERRED,
        len(BACKOFF) + 1,
    )
    assert Refusal.objects.count() == 0


@pytest.mark.parametrize(
    ("answer", "why", "refusals"),
    [
        ("550 5.1.1 no such user", WhyNot.BOUNCED, [RefusalReason.BOUNCED]),
        ("550 no such user", WhyNot.BOUNCED, [RefusalReason.BOUNCED]),
        ("550 5.2.1 mailbox disabled", WhyNot.BOUNCED, [RefusalReason.BOUNCED]),
        # Not the address' fault: one wrong setting of ours must not refuse everybody.
        ("550 5.7.1 relaying denied", WhyNot.REJECTED, []),
        ("552 5.2.2 mailbox full", WhyNot.REJECTED, []),
        ("554 5.7.1 blocked by policy", WhyNot.REJECTED, []),
        ("530 5.7.0 authentication required", WhyNot.REJECTED, []),
    ],
)
def test_only_a_mailbox_that_does_not_exist_is_a_hard_bounce(sink, run_drain, answer, why, refusals):
    sink.answers["ada@example.org"] = answer
    letter = post("ada@example.org")
    others = post("bea@example.org")
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, letter.why, letter.sealed) == (SendState.FAILED, why, None)
    assert list(Refusal.objects.values_list("reason", flat=True)) == refusals
    assert sink.ids() == [others.public_id.hex]


def test_a_message_the_server_rejects_has_failed_and_refuses_nobody(sink, run_drain):
    sink.data_answer = "554 5.6.0 looks like spam"
    letter = post()
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, letter.why, Refusal.objects.count()) == (SendState.FAILED, WhyNot.REJECTED, 0)


def test_a_server_that_is_down_costs_no_try(sink, run_drain, settings):
    nowhere = {"BACKEND": settings.MAILERS["default"]["BACKEND"], "OPTIONS": {"host": "127.0.0.1", "port": 1}}
    settings.MAILERS = {**settings.MAILERS, "default": nowhere}
    letters = [post(f"ada{number}@example.org") for number in range(60)]
    still_up = post(kind="tests.guarded")
    before = timezone.now()
    run_drain()

    rows = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
    assert set(rows.values_list("state", "attempts", "claim")) == {(SendState.QUEUED, 0, None)}
    assert all(before < row.due <= timezone.now() + UNREACHABLE_REST for row in rows)
    assert sink.ids() == [still_up.public_id.hex]


def test_until_a_mail_server_is_named_letters_wait_and_none_is_lost(sink, run_drain, settings):
    smtp = settings.MAILERS["default"]
    settings.MAILERS = {**settings.MAILERS, "default": {"BACKEND": WAITING, "OPTIONS": {}}}
    letter = post()
    run_drain()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, sink.ids(), mail_leaves()) == (SendState.QUEUED, 0, [], False)

    settings.MAILERS = {**settings.MAILERS, "default": smtp}
    with time_machine.travel(letter.due, tick=False):
        run_drain()
    assert sink.ids() == [letter.public_id.hex]


def test_a_connection_that_breaks_while_sending_leaves_an_unknown_letter(sink, run_drain, settings):
    sink.delay = 3
    smtp = settings.MAILERS["default"]
    settings.MAILERS = {"default": {**smtp, "OPTIONS": {**smtp["OPTIONS"], "timeout": 0.5}}}
    letter = post()
    run_drain()
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, letter.why, len(sink.raw)) == (SendState.UNKNOWN, WhyNot.UNKNOWN, 1)
    assert letter.unseal().address == "ada@example.org"


def test_a_letter_that_cannot_be_written_holds_up_no_other_and_logs_no_address(sink, run_drain, caplog):
    broken, fine = post("canary@example.org", kind="tests.broken"), post("bea@example.org")
    with caplog.at_level(logging.DEBUG):
        run_drain()

    broken.refresh_from_db()
    assert (broken.state, broken.attempts, sink.ids()) == (SendState.QUEUED, 1, [fine.public_id.hex])
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text


def test_a_letter_whose_deed_is_gone_is_deleted(sink, run_drain):
    deed = post("ada@example.org", due=timezone.now() + timedelta(days=1))
    letter = post_letter(kind="tests.first", language="en", ref=deed)
    Letter.objects.filter(pk=deed.pk).delete()
    run_drain()

    assert (Letter.objects.filter(pk=letter.pk).exists(), sink.raw) == (False, [])


def test_a_letter_whose_deed_was_erased_is_deleted(sink, run_drain):
    letter = post_first()
    destroy_subjects([Letter.objects.get(public_id=letter.ref_id).subject_id])
    run_drain()

    assert (Letter.objects.filter(pk=letter.pk).exists(), sink.raw) == (False, [])


def test_a_lost_key_fails_the_letter_and_says_so(sink, run_drain):
    letter = post()
    SubjectKey.objects.using("keystore").filter(pk=letter.subject_id).delete()
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, letter.why) == (SendState.FAILED, WhyNot.LOST_KEY)


def test_a_guarded_letter_leaves_no_row(sink, run_drain):
    post(kind="tests.guarded")
    run_drain()

    assert (Letter.objects.count(), len(sink.raw)) == (0, 1)


def test_a_guarded_letter_that_bounces_leaves_no_refusal_either(sink, run_drain):
    sink.answers["ada@example.org"] = "550 5.1.1 no such user"
    post("ada@example.org", kind="tests.guarded")
    run_drain()

    assert (Letter.objects.count(), Refusal.objects.count()) == (0, 0)


def test_a_guarded_letter_never_goes_by_another_server(sink, run_drain, settings):
    settings.MAILERS = {"default": settings.MAILERS["default"]}
    post(kind="tests.guarded")
    news = post(kind="tests.welcome_news")
    run_drain()

    assert sink.raw == []
    # Bulk does fall back; that one only lacks its template here, and is tried again.
    assert list(Letter.objects.values_list("pk", "state")) == [(news.pk, SendState.QUEUED)]


def test_leases_that_ran_out_are_freed_or_unknown_and_unknown_is_never_sent(sink, run_drain):
    claimed, sending, alive = post(), post("bea@example.org"), post("cleo@example.org")
    past, future = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(minutes=1)
    Letter.objects.filter(pk=claimed.pk).update(state=SendState.CLAIMED, claim=uuid4(), lease_until=past)
    Letter.objects.filter(pk=sending.pk).update(state=SendState.SENDING, claim=uuid4(), lease_until=past)
    Letter.objects.filter(pk=alive.pk).update(state=SendState.SENDING, claim=uuid4(), lease_until=future)

    assert expire_leases(Letter) == 1
    run_drain()

    states = dict(Letter.objects.values_list("pk", "state"))
    assert states == {
        claimed.pk: SendState.SENT,
        sending.pk: SendState.UNKNOWN,
        alive.pk: SendState.SENDING,
    }
    assert sink.recipients == ["ada@example.org"]


def test_settling_an_unknown_letter_sends_it_again_only_when_told(sink, run_drain):
    letter = post()
    Letter.objects.filter(pk=letter.pk).update(state=SendState.UNKNOWN, attempts=1)
    run_drain()
    assert sink.raw == []

    settle_unknown({letter.public_id}, as_state=SendState.QUEUED)
    run_drain()
    assert sink.ids() == [letter.public_id.hex]


def test_after_a_restore_nothing_that_waited_is_sent(sink, run_drain):
    waiting, due = post(), post("bea@example.org", due=timezone.now() + timedelta(days=3))
    claimed, sending = post("cleo@example.org"), post("dora@example.org")
    lease = timezone.now() + timedelta(minutes=1)
    Letter.objects.filter(pk=claimed.pk).update(state=SendState.CLAIMED, claim=uuid4(), lease_until=lease)
    Letter.objects.filter(pk=sending.pk).update(state=SendState.SENDING, claim=uuid4(), lease_until=lease)

    forget_queue()
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=True):
        run_drain()

    assert sink.raw == []
    assert dict(Letter.objects.values_list("pk", "state")) == {
        waiting.pk: SendState.SKIPPED,
        due.pk: SendState.SKIPPED,
        claimed.pk: SendState.SKIPPED,
        sending.pk: SendState.UNKNOWN,
    }
    assert set(Letter.objects.values_list("due", "changed")) == {(None, utc_today())}


def test_a_restore_is_told_to_close_the_queue():
    assert forget_queue in backups._after_restore


def test_the_rate_of_a_mailer_is_kept(sink, run_drain, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DRAIN_RATE_PER_SECOND": 20}
    for number in range(11):
        post(f"ada{number}@example.org")
    began = timezone.now()
    run_drain()

    assert len(sink.raw) == 11
    assert timezone.now() - began >= timedelta(seconds=0.5)


def test_a_bounce_to_a_stranger_keeps_no_refusal(sink, run_drain):
    sink.answers["ada@example.org"] = "550 5.1.1 no such user"
    letter = post("ada@example.org", kind="tests.stranger")
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, letter.why, Refusal.objects.count()) == (SendState.FAILED, WhyNot.BOUNCED, 0)


def test_a_bounce_of_somebody_erased_meanwhile_keeps_no_refusal(db):
    letter = post_first("ada@example.org")
    courier = LetterCourier()
    parcel = courier.pack(letter)
    Letter.objects.filter(public_id=letter.ref_id).delete()
    courier.bounced(parcel)
    assert Refusal.objects.count() == 0

    still_there = post_first("ada@example.org")
    courier.bounced(Parcel(still_there, parcel.message))
    assert Refusal.objects.count() == 1


def test_an_unknown_letter_that_leaves_no_trace_keeps_no_address(sink, run_drain):
    letter, other = post(kind="tests.guarded"), post("bea@example.org")
    past = timezone.now() - timedelta(seconds=1)
    Letter.objects.update(state=SendState.SENDING, claim=uuid4(), lease_until=past)
    run_drain()

    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, letter.sealed, letter.subject_id) == (SendState.UNKNOWN, None, None)
    assert other.unseal().address == "bea@example.org"
    settle_unknown({letter.public_id}, as_state=SendState.QUEUED)
    run_drain()
    assert not Letter.objects.filter(pk=letter.pk).exists()


def test_a_connection_that_breaks_leaves_no_address_of_a_letter_without_a_trace(sink, run_drain, settings):
    sink.delay = 3
    smtp = settings.MAILERS["default"]
    slow = {**smtp, "OPTIONS": {**smtp["OPTIONS"], "timeout": 0.5}}
    settings.MAILERS = {"default": slow, "guarded": slow}
    letter = post(kind="tests.guarded")
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, letter.sealed) == (SendState.UNKNOWN, None)


def test_a_kind_is_told_when_nothing_it_referred_to_is_needed_any_more(sink, run_drain):
    sink.answers["bea@example.org"] = "451 4.7.1 come back later"
    sent, _put_off, gone = (post_first(f"{name}@example.org") for name in ("ada", "bea", "cleo"))
    Letter.objects.filter(public_id=gone.ref_id).delete()
    First.told.clear()
    run_drain()

    assert sorted(First.told) == sorted([sent.ref_id, gone.ref_id])
