"""The rule that opens what is sealed: whom it finds, what it costs, what is logged, what nobody learns."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.erasure import destroy_subjects
from privacy.models import AccessLog
from supporters import segment_reads as reads
from supporters.enums import WorkState
from supporters.exceptions import BadTree, SegmentGone, TooFewLeft, TooManySearches
from supporters.jobs import segments as jobs
from supporters.jobs import working
from supporters.models import Segment, SegmentCount, Supporter
from supporters.segment_rules import Book
from supporters.segment_tree import check_tree
from supporters.services import segments as services
from tests.supporters.factories import admit
from tests.supporters.segments import codes, people, region, rule, saved, staff_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_may_be_asked_about(monkeypatch):
    """Admitting a hundred people costs more than these tests need."""
    monkeypatch.setattr(reads, "REST_FROM", 0)


@pytest.fixture
def steward():
    return Actor.staff(staff_user("Data stewards"))


@pytest.fixture
def city():
    """12 in the city and 3 beside it, all in one state; 2 elsewhere, and one of whom nothing is known."""
    inside = people(12, postal_code="94110-1234")
    beside = people(3, start=20, postal_code="95814")
    elsewhere = people(2, start=30, postal_code="10001")
    return inside, beside, elsewhere, [admit("unknown@example.org")]


def found(tree) -> set[int]:
    return {key for one in reads.walk(tree, after=0, upto=reads.last_key()) for key in one.keys}


def keys(*groups) -> set[int]:
    return {one.pk for group in groups for one in group}


def test_it_stands_anywhere_in_a_tree_and_under_not(city):
    inside, beside, elsewhere, unknown = city
    in_city = codes("94110", "94601")

    assert found({"all": [region("CA"), in_city]}) == keys(inside)
    assert found({"all": [region("CA"), {"not": in_city}]}) == keys(beside)
    assert found({"any": [region("NY"), in_city]}) == keys(inside, elsewhere)
    assert found({"not": in_city}) == keys(beside, elsewhere, unknown)
    assert found({"not": {"any": [in_city, region("NY")]}}) == keys(beside, unknown)
    assert found({"all": [region("TX"), in_city]}) == set()


def test_only_those_are_opened_for_whom_it_makes_a_difference(city):
    def opened(tree):
        return sum(one.opened for one in reads.walk(tree, after=0, upto=reads.last_key()))

    assert opened({"all": [region("CA"), codes("94110")]}) == 15
    assert opened({"any": [region("CA"), codes("10001")]}) == 3
    assert opened({"all": [region("TX"), codes("94110")]}) == 0


def test_five_hundred_are_one_query_of_the_keystore(city, monkeypatch):
    monkeypatch.setattr(reads, "PORTION", 5)
    with CaptureQueriesContext(connections["keystore"]) as asked:
        assert len(found({"all": [region("CA"), codes("94110")]})) == 12
    assert len(asked) == 3


def test_portions_end_where_the_next_begins(city, monkeypatch):
    monkeypatch.setattr(reads, "WINDOW", 4)
    monkeypatch.setattr(reads, "PORTION", 3)
    tree = {"all": [region("CA"), codes("94110")]}
    whole = list(reads.walk(tree, after=0, upto=reads.last_key()))
    for cut in range(len(whole)):
        before = {key for one in whole[: cut + 1] for key in one.keys}
        after = {
            key
            for one in reads.walk(tree, after=whole[cut].reached, upto=reads.last_key())
            for key in one.keys
        }
        assert (before | after, before & after) == (keys(city[0]), set())


def test_who_cannot_be_read_fits_only_where_it_makes_no_difference(city):
    inside, beside, *_rest = city
    destroy_subjects([inside[0].subject_id])

    assert found({"all": [region("CA"), codes("94110")]}) == keys(inside[1:])
    assert found({"all": [region("CA"), {"not": codes("94110")}]}) == keys(beside)
    assert found({"any": [region("CA"), codes("10001")]}) == keys(inside, beside, city[2])


def test_a_count_is_asked_for_made_by_a_worker_and_logged_as_one_search(city, steward):
    segment = saved({"all": [region("CA"), codes("94110", "94601")]})
    count = services.count_sealed(segment=segment, actor=steward)
    again = services.count_sealed(segment=segment, actor=steward)
    assert (again.pk, count.state, SegmentCount.objects.count()) == (count.pk, WorkState.WAITING, 1)

    assert jobs.work_on_waiting() is False
    count.refresh_from_db()
    assert (count.state, count.hits, count.looked, count.reached) == (WorkState.DONE, 12, 15, count.upto)
    [entry] = AccessLog.objects.all()
    assert (entry.user_id, entry.deed, entry.count) == (steward.user.pk, AccessDeed.SEARCHED, 15)
    assert (entry.kinds, entry.subject_ids) == (["postal_code"], [])


def test_fewer_than_ten_are_not_even_kept(city, steward):
    segment = saved({"all": [region("CA"), codes("95814")]})
    services.count_sealed(segment=segment, actor=steward)
    jobs.work_on_waiting()

    assert SegmentCount.objects.get().hits == 0
    assert [reads.told(number, segment.tree) for number in (0, 9, 10, 19, 1234)] == [None, None, 10, 10, 1230]


def test_a_count_goes_on_where_a_killed_worker_left_it_and_counts_nobody_twice(city, steward, monkeypatch):
    monkeypatch.setattr(reads, "WINDOW", 4)
    segment = saved({"all": [region("CA"), codes("94110")]})
    count = services.count_sealed(segment=segment, actor=steward)
    monkeypatch.setattr(working, "TURN_SECONDS", -1.0)
    while not 0 < count.hits < 12:
        assert jobs.work_on(count.pk) is True
        count.refresh_from_db()
    assert count.state == WorkState.WAITING

    # Killed: it has the count still, and says nothing any more.
    SegmentCount.objects.update(state=WorkState.WORKING, claim=count.public_id, lease=timezone.now())
    monkeypatch.setattr(working, "TURN_SECONDS", 60.0)
    assert jobs.work_on_waiting() is False
    count.refresh_from_db()
    assert (count.state, count.hits) == (WorkState.DONE, 12)


def test_a_worker_whose_segment_was_changed_stops(city, steward, monkeypatch):
    monkeypatch.setattr(reads, "WINDOW", 4)
    segment = saved({"all": [region("CA"), codes("94110")]})
    count = services.count_sealed(segment=segment, actor=steward)
    walk = jobs.walk

    def changed_meanwhile(*args, **kwargs):
        portions = walk(*args, **kwargs)
        yield next(portions)
        services.save_segment(segment=segment, tree={"all": [codes("10001")]}, actor=steward)
        yield from portions

    monkeypatch.setattr(jobs, "walk", changed_meanwhile)
    assert jobs.work_on(count.pk) is False
    assert SegmentCount.objects.count() == 0


def test_the_same_rules_under_another_name_keep_their_count(city, steward):
    segment = saved({"all": [region("CA"), codes("94110")]})
    services.count_sealed(segment=segment, actor=steward)
    segment.name = "Council hearing"
    services.save_segment(segment=segment, tree=segment.tree, actor=steward)
    assert SegmentCount.objects.count() == 1


def test_twenty_searches_an_hour_and_the_next_is_neither_made_nor_logged(city, steward):
    segment = saved({"all": [region("CA"), codes("94110")]})
    for _search in range(services.SEARCHES_PER_HOUR):
        services.open_members(segment=segment, actor=steward)
    with pytest.raises(TooManySearches):
        services.open_members(segment=segment, actor=steward)
    with pytest.raises(TooManySearches):
        services.count_sealed(segment=segment, actor=steward)
    assert AccessLog.objects.count() == services.SEARCHES_PER_HOUR


def test_opening_members_logs_one_search_before_the_first_is_read(city, steward):
    segment = saved({"all": [region("CA"), codes("94110")]})
    portions = services.open_members(segment=segment, actor=steward)
    assert AccessLog.objects.count() == 1
    assert sorted(key for portion in portions for key in portion) == sorted(keys(city[0]))
    assert AccessLog.objects.count() == 1


def test_members_of_a_plain_segment_come_in_portions_and_nothing_is_logged(city, steward, monkeypatch):
    monkeypatch.setattr(reads, "PORTION", 5)
    segment = saved({"all": [region("CA")]})
    portions = list(services.open_members(segment=segment, actor=steward))
    assert [len(one) for one in portions] == [5, 5, 5]
    assert {key for one in portions for key in one} == keys(city[0], city[1])
    assert AccessLog.objects.count() == 0


def test_only_a_person_searches_and_only_what_is_there(city, steward):
    segment = saved({"all": [region("CA"), codes("94110")]})
    with pytest.raises(ValueError, match="member of staff"):
        services.count_sealed(segment=segment, actor=Actor.system())
    with pytest.raises(SegmentGone):
        services.count_sealed(segment=saved({"all": [region("CA")]}, "Plain"), actor=steward)
    services.delete_segment(segment=segment, actor=steward)
    with pytest.raises(SegmentGone):
        services.count_sealed(segment=segment, actor=steward)
    assert Segment.objects.count() == 1


def test_the_rule_that_was_taken_out_is_nobodys_beside_it_too(city):
    gone = rule("donations.giving", standing="monthly")
    assert found({"all": [codes("94110"), {"not": gone}]}) == set()
    assert found({"any": [codes("94110"), {"not": gone}]}) == keys(city[0])


def test_the_number_and_who_asked_are_gone_the_next_day(city, steward):
    segment = saved({"all": [region("CA"), codes("94110")]})
    services.count_sealed(segment=segment, actor=steward)
    assert jobs.enforce_counts(timezone.now().date()) == 0
    SegmentCount.objects.update(created=timezone.now().date() - timedelta(days=1))
    assert jobs.enforce_counts(timezone.now().date()) == 1
    assert SegmentCount.objects.count() == 0
    assert Supporter.objects.count() == 18


PLACED = codes("94110")


@pytest.mark.parametrize(
    "tree",
    [
        {"any": [PLACED, region("CA")]},
        {"not": {"any": [PLACED]}},
        {"all": [region("CA"), {"any": [{"all": [region("CA"), PLACED]}, region("NY")]}]},
    ],
)
def test_beside_people_whose_number_is_known_tens_would_tell_who_it_is(tree):
    with pytest.raises(BadTree, match="where all has to fit"):
        check_tree(tree, Book())


def test_where_all_has_to_fit_a_place_may_stand(city):
    assert check_tree({"all": [region("CA"), {"all": [{"any": [PLACED]}]}]}, Book())


# --- the floor: nothing is told where the other rules leave few -------------------------------------


@pytest.mark.parametrize("rest", [15, 16])
def test_numbers_are_told_only_where_so_many_fit_the_other_rules(city, steward, monkeypatch, rest):
    monkeypatch.setattr(reads, "REST_FROM", rest)
    tree = {"all": [region("CA"), codes("94110")]}
    is_enough = rest <= 15

    assert reads.told(12, tree) == (10 if is_enough else None)
    assert reads.is_broad(tree) == is_enough
    if is_enough:
        services.count_sealed(segment=saved(tree), actor=steward)
        return
    with pytest.raises(TooFewLeft):
        services.count_sealed(segment=saved(tree), actor=steward)
    assert (AccessLog.objects.count(), SegmentCount.objects.count()) == (0, 0)


def test_rules_about_where_people_are_do_not_count_among_the_rest(city, monkeypatch):
    monkeypatch.setattr(reads, "REST_FROM", 18)
    by_flyer = rule("campaigns.source", source="flyer")

    # All 18 are in the file, be it that nobody came by a flyer.
    assert reads.is_broad({"all": [codes("94110"), by_flyer]})
    assert reads.is_broad({"all": [{"any": [codes("94110")]}]})
    assert not reads.is_broad({"all": [region("CA"), by_flyer]})
    assert not reads.is_broad({"all": [rule("donations.giving", standing="once"), codes("94110")]})


def test_segments_without_such_rules_are_told_as_they_are(city, monkeypatch):
    monkeypatch.setattr(reads, "REST_FROM", 1000)

    assert (reads.told(3, region("CA")), reads.is_broad(region("CA"))) == (3, True)
