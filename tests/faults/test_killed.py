"""``kill -9`` of web and worker processes while people sign."""

import random

import pytest

from tests.faults.books import as_if_an_hour_had_passed, lost_and_doubled, mailed_twice, wait_until_sent
from tests.faults.house import children_of, kill, wait_until
from tests.faults.visitors import Crowd
from tests.proof import proof_size, record_figure


@pytest.mark.proof
def test_killed_servers_and_workers_lose_no_signature_and_mail_nobody_twice(build, ids, mails):
    kills = proof_size(4, 100)
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    house = build()
    web, worker = house.serve(workers=2), house.command("run_worker")
    crowd = Crowd(house.port, ids)
    with crowd.signing(per_second=proof_size(20, 40)):
        for number in range(kills):
            more = len(crowd.thanked) + chance.randint(3, 25)
            wait_until(lambda more=more: len(crowd.thanked) >= more, what="people sign")
            if number % 2:
                worker.kill()
                worker.wait()
                as_if_an_hour_had_passed()
                worker = house.command("run_worker")
            elif number % 20:
                # After two kills in a row the server may have none for a moment.
                wait_until(lambda server=web: children_of(server.pid), what="the server has a process")
                kill(chance.choice(children_of(web.pid)))
            else:
                # The whole server, as a machine that is out of memory does.
                for child in [web.pid, *children_of(web.pid)]:
                    kill(child)
                web.wait()
                web = house.serve(workers=2)
    worker.kill()
    worker.wait()
    as_if_an_hour_had_passed()
    last = house.command("run_worker")
    wait_until_sent()
    last.kill()

    lost, doubled = lost_and_doubled(crowd.thanked)
    assert (crowd.wrong, lost, doubled, mailed_twice(mails)) == ([], 0, 0, [])
    record_figure(
        "faults, `kill -9` of web and worker: kills / signed and thanked / lost / doubled / mailed twice",
        f"{kills} / {len(crowd.thanked)} / {lost} / {doubled} / 0; pressed again {crowd.pressed_again} times",
    )
