"""PostgreSQL goes away again and again under people who sign."""

import pytest

from tests.faults.books import lost_and_doubled_after, mailed_twice
from tests.faults.clusters import clusters
from tests.faults.house import wait_until
from tests.faults.visitors import Crowd
from tests.proof import proof_size, record_figure


@pytest.mark.proof
@pytest.mark.postgres
def test_a_restarted_postgresql_loses_nobody_who_was_thanked(build, ids, mails):
    """The main one and the keystore by turns, as after a crash and as after an upgrade."""
    restarts, rate = proof_size(2, 20), proof_size(15, 50)
    with clusters() as two:
        places = {alias: one.settings for alias, one in two.items()}
        house = build(places)
        house.serve(workers=2)
        house.command("run_worker")
        crowd = Crowd(house.port, ids)
        with crowd.signing(per_second=rate):
            for number in range(restarts):
                more = len(crowd.thanked) + rate
                wait_until(lambda more=more: len(crowd.thanked) >= more, what="people sign")
                two["default"].restart("immediate" if number % 2 else "fast")
                if number % 4 == 1:
                    two["keystore"].restart("immediate")
        lost, doubled = lost_and_doubled_after(house, places, crowd.thanked)

    assert (crowd.wrong, lost, doubled, mailed_twice(mails)) == ([], 0, 0, [])
    record_figure(
        f"faults, PostgreSQL restarted under {rate} sign-ups a second: times / thanked / lost / doubled",
        f"{restarts} / {len(crowd.thanked)} / {lost} / {doubled}; pressed again {crowd.pressed_again} times",
    )
