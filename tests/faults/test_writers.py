"""More writers on SQLite than anybody should run: they queue, and nobody is refused."""

import pytest

from tests.faults.books import lost_and_doubled, mailed_twice, wait_until_sent
from tests.faults.visitors import Crowd
from tests.proof import proof_size, record_figure

WRITERS = 20


@pytest.mark.proof
@pytest.mark.sqlite
def test_twenty_writers_on_sqlite_lose_nobody_and_refuse_nobody(build, ids, mails):
    """Five servers of four threads each, and a worker beside them."""
    house = build()
    house.serve(workers=WRITERS // 4)
    house.command("run_worker")
    crowd = Crowd(house.port, ids)
    crowd.sign(proof_size(60, 10_000), threads=WRITERS)
    wait_until_sent()
    house.end()

    lost, doubled = lost_and_doubled(crowd.thanked)
    assert (crowd.wrong, crowd.pressed_again, lost, doubled, mailed_twice(mails)) == ([], 0, 0, 0, [])
    record_figure(
        f"faults, {WRITERS} writers on SQLite: thanked / asked to try again / lost / doubled",
        f"{len(crowd.thanked)} / 0 / {lost} / {doubled}",
    )
