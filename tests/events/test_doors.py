"""At the door a code lets in once, whoever checks it and however often a phone sends it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from events.codes import draw_code, shown_code
from events.door_links import door_path
from events.enums import DoorAnswer
from events.exceptions import DoorNotOpenYet, LinkEnded
from events.models import DoorLink, Occurrence, UsedCode
from events.own_links import own_path
from events.selectors.doors import beginning, door_list, open_door
from events.services.doors import check_in, count_walk_ins, end_door_link, open_door_link
from events.tickets import DoorKeys, door_keys
from privacy.actors import Actor
from privacy.keyring import forget_keyring
from privacy.rotation import rotate
from tests.events.factories import fresh, make_event, make_occurrence, register
from tests.privacy.factories import plus_one, with_keys

SYSTEM = Actor.system()
OURS = {"sec-fetch-site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def tonight():
    """A guarded date that begins in an hour."""
    return make_occurrence(make_event(is_guarded=True, max_guests=3), starts_in=timedelta(hours=1))


@pytest.fixture
def keys_verified_anew(db):
    """As a process begins: the last test's rollback took its key checks away."""
    forget_keyring()
    yield
    forget_keyring()


def code_of(attendance) -> str:
    attendance.refresh_from_db()
    return attendance.unseal().code


def let_in(occurrence, typed, deed=None):
    return check_in(occurrence=occurrence, typed=typed, deed=deed or uuid4(), actor=SYSTEM)


def make_door(occurrence, label="north"):
    return open_door_link(occurrence=occurrence, label=label, language="en", public_id=uuid4(), actor=SYSTEM)


def count(occurrence) -> int:
    return Occurrence.objects.get(pk=occurrence.pk).attended_count


def test_a_code_lets_its_people_in_once(tonight):
    code = code_of(register(tonight, "", guests=2))

    first, second = let_in(tonight, shown_code(code).lower()), let_in(tonight, code)

    assert [first.answer, second.answer] == [DoorAnswer.IN, DoorAnswer.ALREADY]
    assert (first.places, count(tonight)) == (3, 3)


def keys_of(occurrence) -> DoorKeys:
    """Those of the one version of IDX that there is."""
    [keys] = door_keys(occurrence).values()
    return keys


def test_what_a_phone_sends_twice_is_answered_twice_alike(tonight):
    code, deed = code_of(register(tonight, "")), uuid4()

    answers = [let_in(tonight, code, deed).answer for _try in range(3)]

    assert (answers, count(tonight)) == ([DoorAnswer.IN] * 3, 1)


def test_a_deed_of_one_code_lets_no_other_in(tonight):
    first, second = code_of(register(tonight, "")), code_of(register(tonight, "", guests=1))
    deed = uuid4()
    let_in(tonight, first, deed)

    assert let_in(tonight, second, deed).answer == DoorAnswer.ALREADY
    assert count(tonight) == 1


def test_no_other_dates_code_and_no_slip_of_the_tongue_lets_in(tonight):
    other = make_occurrence(make_event(is_guarded=True), starts_in=timedelta(hours=1))
    code = code_of(register(other, ""))
    typed = [code, draw_code(), "", "K7M", f"{code[:-1]}Z" if code[-1] != "Z" else f"{code[:-1]}2"]

    answers = [let_in(tonight, each).answer for each in typed]

    unknown, misread = DoorAnswer.UNKNOWN, DoorAnswer.MISREAD
    assert answers == [unknown, unknown, misread, misread, misread]
    assert count(tonight) == 0


def test_nothing_in_the_database_says_whose_code_was_shown(tonight):
    came, stayed = register(tonight, ""), register(tonight, "", guests=1)
    rows = [type(came).objects.filter(pk=row.pk).values().get() for row in (came, stayed)]

    let_in(tonight, code_of(came))

    after = [type(came).objects.filter(pk=row.pk).values().get() for row in (came, stayed)]
    assert after == rows
    mark = bytes(UsedCode.objects.get().mark)
    assert mark not in {bytes(row["code_index"]) for row in rows}
    assert keys_of(tonight).mark_of(code_of(came)) == mark


def test_people_without_a_code_are_counted_and_a_press_counts_once(tonight):
    deed = uuid4()

    counts = [count_walk_ins(occurrence=tonight, number=4, deed=deed, actor=SYSTEM) for _try in range(2)]

    assert counts == [4, 4]
    for number in (0, 501):
        with pytest.raises(ValueError, match=str(number)):
            count_walk_ins(occurrence=tonight, number=number, deed=uuid4(), actor=SYSTEM)


def test_a_door_opens_two_hours_before_and_closes_two_hours_after(tonight):
    token = door_path(make_door(tonight)).split("/")[-2]
    moments = {
        tonight.starts - timedelta(hours=2, minutes=1): DoorNotOpenYet,
        tonight.ends + timedelta(hours=2, minutes=1): LinkEnded,
    }
    for moment, refused in moments.items():
        with time_machine.travel(moment, tick=False), pytest.raises(refused):
            open_door(token)
    for moment in (tonight.starts - timedelta(minutes=119), tonight.ends + timedelta(minutes=119)):
        with time_machine.travel(moment, tick=False):
            assert open_door(token).occurrence == tonight


def test_a_link_that_was_ended_opens_nothing(tonight, client):
    door = make_door(tonight)
    path = door_path(door)
    assert client.get(path).status_code == 200

    end_door_link(link=DoorLink.objects.get(), actor=SYSTEM)

    assert [client.get(path).status_code, client.get(f"{path}codes.json").status_code] == [410, 410]
    with pytest.raises(LinkEnded):
        end_door_link(link=door, actor=SYSTEM)


def test_the_page_takes_a_code_without_a_script(tonight, client):
    path = door_path(make_door(tonight))
    code = code_of(register(tonight, ""))

    posted = client.post(f"{path}check/", {"code": code, "deed": uuid4().hex, "lang": "en"}, headers=OURS)
    shown = client.get(posted["Location"])

    assert (posted.status_code, posted["Location"]) == (303, f"{path}?lang=en&said=in")
    assert code not in posted["Location"]
    assert 'cs-door__answer--in" role="status" data-answer>Come in<' in shown.content.decode()
    assert [posted["Cache-Control"], shown["Cache-Control"]] == ["private, no-store"] * 2
    assert (posted.cookies, shown.cookies) == ({}, {})


def test_the_script_gets_json(tonight, client):
    path = door_path(make_door(tonight))
    code = code_of(register(tonight, "", guests=1))
    headers = {**OURS, "accept": "application/json"}
    fields = {"code": code, "deed": uuid4().hex}

    answers = [client.post(f"{path}check/", fields, headers=headers).json() for _try in range(2)]
    again = client.post(f"{path}check/", {**fields, "deed": uuid4().hex}, headers=headers).json()
    walked = client.post(f"{path}walk-in/", {"number": 2, "deed": uuid4().hex}, headers=headers).json()

    assert answers == [{"result": "in", "places": 2, "count": 2}] * 2
    assert (again["result"], walked) == ("already", {"result": "walked", "places": 2, "count": 4})


def test_codes_are_known_while_the_index_key_changes_and_after(keys_verified_anew, tonight, settings):
    given, shown = code_of(register(tonight, "")), code_of(register(tonight, "", guests=1))
    let_in(tonight, shown)
    newer = with_keys(settings, idx=plus_one(settings.COUNTERSIGN["KEYS"].idx))
    later = code_of(register(tonight, "", guests=2))

    answers = [let_in(tonight, code).answer for code in (shown, later, later)]
    assert answers == [DoorAnswer.ALREADY, DoorAnswer.IN, DoorAnswer.ALREADY]
    # Of the date's own key and of IDX: neither alone is enough to try codes.
    assert len({keys.index for keys in door_list(tonight).keys}) == 2
    done = rotate()
    assert (done.old_indexes, "IDX 1" in done.retired) == ({}, True)
    with_keys(settings, idx={2: newer.idx[2]})
    assert let_in(tonight, given).answer == DoorAnswer.IN


def test_a_door_without_a_connection_knows_how_hashes_begin_and_no_code(tonight, client):
    came, stayed = code_of(register(tonight, "")), code_of(register(tonight, "", guests=1))
    let_in(tonight, came)

    told = client.get(f"{door_path(make_door(tonight))}codes.json")

    keys = keys_of(tonight)
    said = told.json()
    assert (said["bits"], said["usedBits"]) == (9, 13)
    assert dict(map(tuple, said["codes"])) == {
        int.from_bytes(keys.index_of(came)[:2]) >> 7: 1,
        int.from_bytes(keys.index_of(stayed)[:2]) >> 7: 2,
    }
    assert (said["used"], said["count"]) == ([int.from_bytes(keys.mark_of(came)[:2]) >> 3], 1)
    assert came not in told.content.decode()
    assert told["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("people", [1, 40])
def test_whoever_takes_the_phone_cannot_work_the_codes_out(tonight, people):
    """All that a door knows fits hundreds of thousands of codes for each that is one: here a part of them."""
    given = {code_of(register(tonight, "")) for _one in range(people)}
    known, keys = door_list(tonight), keys_of(tonight)
    tried = [draw_code() for _try in range(20_000)]
    fits = sum(beginning(keys.index_of(code), known.bits) in known.places for code in tried)

    assert {beginning(keys.index_of(code), known.bits) for code in given} == set(known.places)
    # One in 512 to one in 256, of 481,890,304.
    assert 20 <= fits <= 120
    assert fits / len(tried) * 481_890_304 / people > 10_000


def test_at_a_guarded_date_nobody_is_searched_for(tonight, client):
    register(tonight, "", said={"alias": "Blue"})
    path = door_path(make_door(tonight))

    page = client.get(path).content.decode()
    found = client.post(f"{path}search/", {"name": "B"}, headers=OURS).content.decode()

    assert ("Forgot the code?" in page, "Blue" in found) == (False, False)


def test_a_guarded_dates_door_does_not_say_what_it_is_the_door_of(tonight, client):
    training = make_occurrence(starts_in=timedelta(hours=1))

    pages = [client.get(door_path(make_door(date))).content.decode() for date in (training, tonight)]

    titles = [date.event.title_in("en") for date in (training, tonight)]
    assert [page.count(title) for page, title in zip(pages, titles, strict=True)] == [1, 0]


def test_the_code_can_be_scanned_from_ones_own_page(tonight, client):
    page = client.get(own_path(fresh(register(tonight, "")))).content.decode()

    assert page.count("cs-ticket__picture") == 1


def test_a_form_of_another_site_lets_nobody_in(tonight, client):
    path = door_path(make_door(tonight))
    code = code_of(register(tonight, ""))

    answer = client.post(f"{path}check/", {"code": code}, headers={"sec-fetch-site": "cross-site"})

    assert (answer.status_code, count(tonight)) == (403, 0)


def test_codes_cannot_be_tried_without_end(tonight, client):
    path = door_path(make_door(tonight))
    with time_machine.travel(timezone.now().replace(second=1), tick=False):
        answers = [
            client.post(f"{path}check/", {"code": draw_code()}, headers=OURS).status_code
            for _try in range(92)
        ]

    assert (answers[:90], answers[90:]) == ([303] * 90, [429] * 2)


def test_an_altered_token_opens_no_door(tonight, client):
    path = door_path(make_door(tonight))
    altered = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]

    assert client.get(altered).status_code == 404


def test_what_the_door_has_to_know_costs_the_same_for_many(tonight, django_assert_num_queries):
    register(tonight, "")
    door_list(tonight)
    with django_assert_num_queries(3):
        door_list(tonight)
    for number in range(3):
        register(tonight, "", said={"alias": f"{number}"})
    with django_assert_num_queries(3):
        assert len(door_list(tonight).places) == 4


def test_the_words_of_the_script_are_all_there(tonight, client):
    page = client.get(f"{door_path(make_door(tonight))}?lang=es").content.decode()
    words = page.partition("data-words>")[2].partition("</p>")[0].replace("&quot;", '"')

    wanted = {*DoorAnswer.values, "twice", "stranger", "unsent", "places", "waiting"}
    assert set(json.loads(words)) == wanted


def test_addresses_of_doors_say_nothing_of_events(tonight):
    names = ["door", "door_check", "door_walk_in", "door_search", "door_codes", "door_blank"]
    paths = {reverse(f"countersign_{name}", args=["x"]).partition("x")[0] for name in names}

    assert paths == {"/do/door/"}
