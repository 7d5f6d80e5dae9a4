"""Like names: found by opening the whole file once a week, decided by a person, and kept nowhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from privacy.actors import Actor
from privacy.models import AccessLog
from supporters.alike import LikeNames, is_like
from supporters.enums import SuggestionReason, WorkState
from supporters.jobs import alike as jobs
from supporters.models import MergeSuggestion, NameLook, Supporter
from supporters.services import look_for_like_names
from tests.supporters.factories import admit

AUSTIN, DALLAS = "78701", "75201"


def name(given, family, place=""):
    return (place, family, given)


def pairs(*people, **more):
    names = LikeNames(**more)
    for key, (given, family) in enumerate(people):
        names.add(key, given_name=given, family_name=family)
    return {tuple(sorted(pair)) for pair in names.pairs()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (name("maria", "gonzalez"), name("maria", "gonzales")),
        (name("maria", "gonzalez"), name("maria", "gonzlaez")),
        (name("maria", "garcia"), name("maria", "garcia lopez")),
        (name("augusta", "byron"), name("agusta", "byron")),
    ],
)
def test_a_slip_of_the_pen_or_a_second_last_name_is_like(one, other):
    assert (is_like(one, other), is_like(other, one)) == (True, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (name("daniel", "byron"), name("daniela", "byron")),
        (name("mario", "byron"), name("maria", "byron")),
        (name("ana", "byron"), name("ada", "byron")),
        (name("maria", "garcia"), name("maria", "gamboa")),
        (name("maria", "garcia", "TX"), name("maria", "garcias", "CA")),
        (name("augusta", "gonzalez"), name("agusta", "gonzales")),
    ],
)
def test_another_name_is_not_like(one, other):
    assert (is_like(one, other), is_like(other, one)) == (False, False)


def test_one_name_however_it_is_written_is_one_and_a_half_one_is_nobodys():
    people = [("María", "González-Ruiz"), ("maria", "GONZALEZ RUIZ"), ("María", ""), ("", "González-Ruiz")]

    assert pairs(*people) == {(0, 1)}


def test_namesakes_are_no_duplicates():
    assert pairs(*[("Maria", "Garcia")] * 5) == set()
    assert len(pairs(*[("Maria", "Garcia")] * 4)) == 6


def test_parts_of_a_region_find_together_what_the_whole_finds():
    families = ("Lovelace", "Hopper", "Kovalevskaya", "Noether", "Germain", "Somerville", "Byron")
    people = [("Ada", f"{family}{tail}") for family in families for tail in ("", "", "s")]
    found = [pairs(*people, part=part, parts=3) for part in range(3)]

    assert set.union(*found) == pairs(*people)
    assert len(pairs(*people)) == 21
    assert all(len(one) < 21 for one in found)


def look(user):
    asked = look_for_like_names(actor=Actor.staff(user))
    jobs.work_on(asked.pk)
    return NameLook.objects.get()


def twice(**more):
    """Two records of one name."""
    number = Supporter.objects.count()
    said = {"given_name": "Ada", "family_name": "Lovelace", **more}
    return [admit(f"person{number + n}@example.org", **said) for n in range(2)]


@pytest.mark.django_db
def test_who_has_one_name_in_one_region_is_suggested_and_nobody_is_merged(steward_user):
    first, second = twice(postal_code=AUSTIN)
    admit("dallas@example.org", given_name="Ada", family_name="Lovelace", postal_code="90001")
    done = look(steward_user)

    assert [(one.first, one.second, one.reason) for one in MergeSuggestion.objects.all()] == [
        (first, second, SuggestionReason.NAME)
    ]
    assert (done.state, done.found, done.done, done.todo) == (WorkState.DONE, 1, 3, 3)
    assert Supporter.objects.count() == 3


@pytest.mark.django_db
def test_without_a_region_the_postal_code_must_be_the_same(steward_user):
    twice()
    admit("one@example.org", given_name="Ada", family_name="Byron", postal_code="10115", country="DE")
    admit("two@example.org", given_name="Ada", family_name="Byron", postal_code="10117", country="DE")
    look(steward_user)
    assert MergeSuggestion.objects.count() == 0

    admit("three@example.org", given_name="Ada", family_name="Byron", postal_code="10117", country="DE")
    NameLook.objects.all().delete()
    assert look(steward_user).found == 1


@pytest.mark.django_db
def test_it_is_logged_as_one_search_and_done_once_a_week(steward_user):
    twice(postal_code=AUSTIN)
    look(steward_user)
    look(steward_user)

    entries = AccessLog.objects.filter(deed="searched")
    assert [(one.kinds, one.count, one.subject_ids) for one in entries] == [(["name"], 2, [])]

    NameLook.objects.update(week=NameLook.objects.get().week - timedelta(days=7))
    look_for_like_names(actor=Actor.staff(steward_user))
    assert (NameLook.objects.count(), AccessLog.objects.filter(deed="searched").count()) == (2, 2)


@pytest.mark.django_db
def test_a_worker_that_is_killed_in_the_second_region_leaves_the_first_done(steward_user, monkeypatch):
    twice(postal_code="90001")
    twice(postal_code=AUSTIN)
    asked = look_for_like_names(actor=Actor.staff(steward_user))
    walk = jobs._walk

    def killed(region):
        if region == "TX":
            raise KeyboardInterrupt
        return walk(region)

    monkeypatch.setattr(jobs, "_walk", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.work_on(asked.pk)
    monkeypatch.setattr(jobs, "_walk", walk)
    before = NameLook.objects.get()
    assert (before.region, before.part, before.done, before.found) == ("CA", 1, 2, 1)

    NameLook.objects.update(lease=before.lease - timedelta(minutes=5))
    jobs.work_on_waiting()
    after = NameLook.objects.get()
    assert (after.state, after.done, after.todo, after.found) == (WorkState.DONE, 4, 4, 2)
    assert MergeSuggestion.objects.count() == 2


@pytest.mark.django_db
def test_a_dismissed_pair_is_not_suggested_again_and_a_look_ends_when_enough_are_found(
    steward_user, monkeypatch
):
    monkeypatch.setattr(NameLook, "MOST_FOUND", 2)
    for family_name in ("Lovelace", "Hopper", "Noether"):
        twice(postal_code=AUSTIN, family_name=family_name)
    assert (look(steward_user).found, look(steward_user).is_full) == (2, True)
    MergeSuggestion.objects.update(state="dismissed")
    NameLook.objects.all().delete()

    assert (look(steward_user).found, MergeSuggestion.objects.filter(state="open").count()) == (1, 1)


def test_many_invented_names_of_one_day_leave_room_for_those_who_came_in_before_and_on_other_days(
    monkeypatch,
):
    monkeypatch.setattr(jobs, "MOST_OF_DAY", 2)
    days = dict.fromkeys(range(1, 5), 1) | dict.fromkeys(range(5, 30), 2) | {30: 3, 31: 3}
    flood = [(one, other) for one in range(29, 4, -1) for other in range(5, one)]
    # Some pairs come twice, and a known one takes no room.
    pairs = [(31, 30), *flood, (4, 3), (1, 2), *flood, (9, 1)]

    found = jobs.oldest_of_each_day(pairs, days, known={(5, 6)})
    assert found == [(1, 2), (3, 4), (5, 7), (6, 7), (30, 31)]
    monkeypatch.setattr(jobs, "MOST_OF_REGION", 3)
    assert jobs.oldest_of_each_day(pairs, days, known={(5, 6)}) == found[:3]


@pytest.mark.django_db
def test_no_letter_of_a_name_and_no_key_of_it_is_written_down(steward_user):
    """Every column of every table of this app is read: of a look there are a week, numbers and a region."""
    twice(postal_code=AUSTIN)
    done = look(steward_user)
    columns = {field.name for field in NameLook._meta.get_fields()}

    assert {name: getattr(done, name) for name in columns - {"id", "public_id", "asked_by"}} == {
        "state": "done",
        "claim": None,
        "lease": None,
        "done": 2,
        "todo": 2,
        "created": done.created,
        "week": done.week,
        "region": "TX",
        "part": 1,
        "found": 1,
    }
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "lovelace" not in str(cursor.fetchall()).lower(), table


@pytest.mark.django_db
def test_stewards_ask_for_it_where_it_says_what_it_costs_and_others_may_not(staff):
    twice(postal_code=AUSTIN)
    page, url = reverse("supporter:alike"), reverse("supporter:alike_names")
    for role in ("Mailers", "Organizers"):
        staff(role, name=role).post(url)
    steward = staff("Data stewards")
    assert (steward.get(url).status_code, NameLook.objects.count()) == (302, 0)
    assert "This opens 2 records." in steward.get(page).text

    steward.post(url)
    steward.post(url)
    assert "Names are being compared" in steward.get(page).text
    jobs.work_on_waiting()
    shown = steward.get(page).text
    assert "Compared this week: 1 new pair." in shown
    assert "Like names in one place" in shown
    assert "Lovelace" not in shown
