"""Who enters slips learns no slip's fate by typing it twice, and stands in the access log."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine

from campaigns.enums import NewsChoice
from petitions import services
from petitions.exceptions import SlipEnteredBefore, TooManyBatches, TooManySlipsOut, TooManyUndone
from petitions.models import PaperBatch, Signature
from petitions.selectors import total_of
from petitions.services import staff
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.models import AccessLog
from tests.petitions.factories import sign_and_confirm
from tests.petitions.paper import NO, begin, enter

pytestmark = pytest.mark.django_db
YES = NewsChoice.CAMPAIGN.value


@pytest.fixture
def batch(petition):
    return begin(petition)


@pytest.mark.parametrize("has_signed", [False, True])
@pytest.mark.parametrize("news", [NO, YES])
def test_the_same_slip_typed_twice_is_told_alike_whether_or_not_it_counted(batch, petition, has_signed, news):
    if has_signed:
        sign_and_confirm(petition, "ada@example.org")
    enter(batch, news=news)
    with pytest.raises(SlipEnteredBefore):
        enter(batch, news=news)

    batch.refresh_from_db()
    assert (total_of(petition), batch.entered) == (1, 1)


@pytest.mark.parametrize("news", [NO, YES])
def test_sent_again_after_midnight_it_still_counts_once(batch, petition, news):
    public_id = uuid4()
    enter(batch, public_id=public_id, news=news)
    with time_machine.travel(utc_today() + timedelta(days=1)):
        enter(batch, public_id=public_id, news=news)

    assert (total_of(petition), Signature.objects.count()) == (1, 1)


# --- the access log --------------------------------------------------------------------------------


def logged():
    return [
        (row.user_id, row.deed, row.count, row.kinds, row.subject_ids, row.reason)
        for row in AccessLog.objects.order_by("pk")
    ]


def test_whoever_begins_enters_and_undoes_a_batch_stands_in_the_access_log(petition, mailer):
    sign_and_confirm(petition, "ada@example.org")
    public_id = uuid4()
    for _ in range(2):
        batch = begin(petition, public_id=public_id, actor=mailer)
    for email in ("ada@example.org", "bo@example.org"):
        enter(batch, email, actor=mailer)
    services.undo_batch(batch=batch, actor=mailer)

    who = mailer.user.pk
    assert logged() == [
        (who, "paper_begun", 0, [], [], None),
        (who, "paper_entered", 1, [], [], None),
        (who, "paper_undone", 2, [], [], None),
    ]


def test_a_slip_of_one_who_signed_is_logged_like_one_that_counts_and_once_an_hour(petition, mailer):
    sign_and_confirm(petition, "ada@example.org")
    start = datetime.combine(utc_today(), time(12), UTC)
    with time_machine.travel(start, tick=False):
        enter(begin(petition), actor=mailer)
        batch = begin(petition)
        for number in range(3):
            enter(batch, f"{number}@example.org", actor=mailer)
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        batch.refresh_from_db()
        enter(batch, "late@example.org", actor=mailer)

    assert [(deed, count) for _user, deed, count, *_rest in logged()] == [
        ("paper_entered", 1),
        ("paper_entered", 1),
        ("paper_entered", 4),
    ]


def test_a_person_begins_and_undoes_only_so_many_batches_a_day(petition, mailer, sifter):
    batches = [begin(petition, actor=mailer) for _ in range(20)]
    with pytest.raises(TooManyBatches):
        begin(petition, actor=mailer)
    for batch in batches[:3]:
        services.undo_batch(batch=batch, actor=mailer)
    with pytest.raises(TooManyUndone):
        services.undo_batch(batch=batches[3], actor=mailer)
    begin(petition, public_id=batches[3].public_id, actor=mailer)
    services.undo_batch(batch=batches[3], actor=sifter)

    assert PaperBatch.objects.count() == 16
    assert AccessLog.objects.count() == 24


def test_taking_out_single_slips_is_noted_and_only_a_few_a_day(batch, sifter, monkeypatch):
    monkeypatch.setattr(staff, "SLIPS_OUT_PER_DAY", 1)
    rows = [enter(batch, f"{number}@example.org") for number in range(2)]
    services.invalidate_signature(signature=rows[0], actor=sifter)
    with pytest.raises(TooManySlipsOut):
        services.invalidate_signature(signature=rows[1], actor=sifter)

    assert AccessLog.objects.filter(deed=AccessDeed.PAPER_UNDONE).count() == 1
