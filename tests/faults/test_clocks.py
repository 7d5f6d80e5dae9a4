"""Clocks that jump, and a week in which nothing was woken."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events.models import Attendance
from outbox.models import Letter
from petitions.enums import SignatureState
from petitions.models import Signature
from petitions.selectors import count_differences, total_of
from privacy.retention import overdue_total
from privacy.schedule import tick
from tests.events.factories import make_event, make_occurrence, make_private, register, register_and_confirm
from tests.faults.books import lost_and_doubled, mailed_twice, run_what_is_ready, wait_until_sent
from tests.faults.visitors import Crowd, confirm_paths, post
from tests.petitions.factories import confirm, sign
from tests.proof import proof_size, record_figure

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def next_change(zone: str) -> datetime:
    """When the clocks of a zone go forward or back the next time, to the minute."""
    here, moment = ZoneInfo(zone), timezone.now().replace(second=0, microsecond=0)
    step = DAY
    while step >= timedelta(minutes=1):
        while (moment + step).astimezone(here).utcoffset() == moment.astimezone(here).utcoffset():
            moment += step
        step /= 24 if step == DAY else 60
    return moment + timedelta(minutes=1)


@pytest.mark.proof
def test_a_clock_that_jumps_loses_nobody_and_mails_nobody_twice(build, ids, mails):
    """In the night in which clocks change: forwards a day, back again, and a day behind."""
    count = proof_size(4, 400)
    night = (next_change("America/New_York") - timezone.now()).total_seconds() - 2
    jumps = [night, night + DAY.total_seconds(), night, night - DAY.total_seconds()]
    house = build()
    thanked, wrong = {}, []
    for number, seconds in enumerate(jumps[: proof_size(2, len(jumps))]):
        house.said["clock"] = seconds
        house.serve(workers=1)
        worker = house.command("run_worker")
        crowd = Crowd(house.port, ids, name=f"jump{number}-")
        crowd.sign(count, threads=4)
        wait_until_sent()
        # The last link of each address, pressed by the clock of now.
        links = confirm_paths(mails.messages())
        for address in list(crowd.thanked)[: count // 2]:
            if path := links.get(address):
                assert post(house.port, path, {}).status == 303
        thanked |= crowd.thanked
        wrong += crowd.wrong
        assert worker.poll() is None
        house.end()

    lost, doubled = lost_and_doubled(thanked)
    assert (wrong, lost, doubled, mailed_twice(mails)) == ([], 0, 0, [])
    record_figure(
        "faults, clock over the change of clocks, a day ahead, back, a day behind: thanked / lost / doubled",
        f"{len(thanked)} / {lost} / {doubled}",
    )


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_schedule_that_was_off_for_a_week_is_caught_up_with_and_mails_nothing_stale(petitions, sink):
    """Woken tasks ran and mail went; nothing periodic did: no reminder, no end, no retention."""
    began = timezone.now()
    confirmed = sign(petitions[0], "ada@example.org")
    waits = sign(petitions[0], "bea@example.org")
    date = make_occurrence(make_event(), starts_in=2 * DAY)
    register_and_confirm(date, "cleo@example.org")
    guarded = make_occurrence(make_event(is_guarded=True), starts_in=DAY)
    make_private(guarded)
    register(guarded, "dora@example.org")
    confirm(confirmed)
    run_what_is_ready()
    mailed = len(sink.raw)
    with time_machine.travel(began + 6 * DAY, tick=True):
        # On the last day the button still counts.
        late = sign(petitions[0], "eva@example.org")
        run_what_is_ready()
    assert len(sink.raw) == mailed + 1

    with time_machine.travel(began + 7 * DAY + 2 * HOUR, tick=True):
        until_all_is_done()
        left = {row.public_id: row.state for row in Signature.objects.all()}
        assert left == {
            confirmed.public_id: SignatureState.CONFIRMED,
            late.public_id: SignatureState.PENDING,
        }
        assert not Attendance.objects.filter(occurrence=guarded).exists()
        # The reminder of who came on the sixth day, and nothing of what is over or ran out.
        assert sorted(sink.recipients[mailed + 1 :]) == ["eva@example.org"]
        assert overdue_total() == 0
        assert confirm(late) is True
        assert (total_of(petitions[0]), count_differences(petitions[0])) == (2, [])
    assert not Signature.objects.filter(pk=waits.pk).exists()
    record_figure("faults, schedule off for 7 days: left overdue / stale mails / doubled", "0 / 0 / 0")


def until_all_is_done() -> None:
    """The schedule, and what it wakes, until it wakes nothing more."""
    for _round in range(3):
        tick()
        run_what_is_ready()
    assert not Letter.objects.filter(lease_until__lt=datetime.now(UTC) - DAY).exists()
