"""Who gets what after a no: answers and news, one list and all."""

from uuid import UUID

import pytest

from outbox.enums import RefusalReason, SendState, WhyNot
from outbox.models import Letter, Refusal
from outbox.refusing import keep_refusals
from outbox.selectors import is_refused
from outbox.services import lift_all_refusals, lift_refusal, refuse
from privacy.days import utc_today
from tests.outbox.factories import post

LIST, OTHER = UUID(int=1, version=4), UUID(int=2, version=4)
NO = RefusalReason.UNSUBSCRIBED


@pytest.mark.parametrize(
    ("refused", "kind", "list_id", "is_sent"),
    [
        ((), "tests.news", LIST, True),
        ((), "tests.answer", None, True),
        # A no to one list stops the news of that list, and nothing else.
        ((LIST,), "tests.news", LIST, False),
        ((LIST,), "tests.news", OTHER, True),
        ((LIST,), "tests.news", None, True),
        ((LIST,), "tests.answer", None, True),
        ((LIST,), "tests.answer", LIST, True),
        # A no to all stops the news of every list; answers go.
        ((None,), "tests.news", LIST, False),
        ((None,), "tests.news", None, False),
        ((None,), "tests.answer", None, True),
        ((None,), "tests.answer", LIST, True),
        ((None, LIST), "tests.news", OTHER, False),
    ],
)
def test_what_is_sent_after_a_no(*, sink, run_drain, refused, kind, list_id, is_sent):
    for of in refused:
        refuse(address="Ada@Example.org", list_id=of, reason=NO)
    letter = post("ada@example.org", kind=kind, list_id=list_id)
    run_drain()

    letter.refresh_from_db()
    expected = (SendState.SENT, "") if is_sent else (SendState.SKIPPED, WhyNot.REFUSED)
    assert (letter.state, letter.why, len(sink.raw)) == (*expected, int(is_sent))


def test_a_no_that_comes_after_posting_still_stops_the_news(sink, run_drain):
    letter = post("ada@example.org", kind="tests.news")
    refuse(address="ada@example.org", reason=NO)
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, sink.raw) == (SendState.SKIPPED, [])


@pytest.mark.django_db
def test_refusing_twice_is_one_row_and_the_first_reason_stands():
    for reason in (RefusalReason.COMPLAINED, RefusalReason.BOUNCED):
        refuse(address="ada@gmail.com", reason=reason)
        refuse(address="A.da+x@gmail.com", list_id=LIST, reason=reason)

    assert list(Refusal.objects.order_by("pk").values_list("list_id", "reason", "day")) == [
        (None, "complained", utc_today()),
        (LIST, "complained", utc_today()),
    ]


@pytest.mark.django_db
def test_a_persons_no_takes_the_place_of_a_bounce_and_a_bounce_takes_nobodys():
    for address in ("one@example.org", "many@example.org"):
        refuse(address=address, reason=RefusalReason.BOUNCED)
    refuse(address="one@example.org", reason=NO)
    said = [("many@example.org", None, NO), ("new@example.org", None, NO)]
    kept = keep_refusals(said)
    keep_refusals([(address, None, RefusalReason.BOUNCED) for address, _of, _reason in said])

    assert list(kept) == ["new@example.org"]
    assert list(Refusal.objects.values_list("reason", flat=True)) == [NO] * 3


@pytest.mark.django_db
def test_lifting_takes_one_row_or_all():
    for list_id in (None, LIST, OTHER):
        refuse(address="ada@example.org", list_id=list_id, reason=NO)
        refuse(address="bea@example.org", list_id=list_id, reason=NO)

    lift_refusal(address="ada@example.org")
    assert (is_refused("ada@example.org"), is_refused("ada@example.org", LIST)) == (False, True)
    lift_refusal(address="ada@example.org", list_id=LIST)
    assert (is_refused("ada@example.org", LIST), is_refused("ada@example.org", OTHER)) == (False, True)
    lift_all_refusals(address="ADA@example.org")
    assert is_refused("ada@example.org", OTHER) is False
    assert Refusal.objects.count() == 3


@pytest.mark.django_db
def test_a_no_is_found_under_an_older_key_and_kept_once(settings):
    refuse(address="ada@example.org", reason=NO)
    row = Refusal.objects.get()
    assert (len(row.fingerprint), row.idx_version) == (32, 1)
    assert b"ada" not in bytes(row.fingerprint)


def test_a_letter_to_a_refused_address_keeps_no_address(sink, run_drain):
    refuse(address="ada@example.org", reason=NO)
    post("ada@example.org", kind="tests.news")
    run_drain()

    assert list(Letter.objects.values_list("sealed", "subject_id")) == [(None, None)]
