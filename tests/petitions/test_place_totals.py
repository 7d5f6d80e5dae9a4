"""How many signed at each campus: added up by the same job, proved by the same rows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from petitions import services
from petitions.jobs.totals import fold_all, fold_totals, mend_totals
from petitions.models import PlaceTotal, Signature, TotalDelta
from petitions.selectors import (
    affiliation_tallies,
    count_differences,
    tallies_of,
    tally_at,
    total_of,
    totals_at,
)
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.services import erase_supporter
from tests.petitions.factories import (
    affiliation_of,
    at_place,
    confirm,
    make_petition,
    open_place,
    sign,
    sign_and_confirm,
)

pytestmark = pytest.mark.django_db
PERSON = Actor.the_person()


def sign_at(place, email, affiliation=None):
    given = affiliation_of(place.petition, affiliation) if affiliation else None
    return sign_and_confirm(place.petition, email, said=at_place(place, given))


def rows():
    """Every stored total of a campus: (slug, affiliation or None) -> amount."""
    return {
        (row.place.slug, row.affiliation and row.affiliation.label["en"]): row.amount
        for row in PlaceTotal.objects.select_related("place", "affiliation")
    }


def by_affiliation(place):
    return {str(one.affiliation): one.total for one in affiliation_tallies(place) if one.total}


def test_folding_adds_up_each_campus_and_each_affiliation_once(petition, bay):
    hill = open_place(petition, "Hill College")
    sign_at(bay, "a@example.org", "Student")
    sign_at(bay, "b@example.org", "Student")
    sign_at(bay, "c@example.org", "Staff")
    sign_at(bay, "d@example.org")
    sign_at(hill, "e@example.org")
    sign_and_confirm(petition, "nowhere@example.org")
    sign(petition, "waits@example.org", said=at_place(bay))
    before = (totals_at([bay.pk, hill.pk]), by_affiliation(bay))
    fold_all()

    assert rows() == {
        ("bay-college", None): 4,
        ("bay-college", "Student"): 2,
        ("bay-college", "Staff"): 1,
        ("hill-college", None): 1,
    }
    assert before == (totals_at([bay.pk, hill.pk]), by_affiliation(bay))
    assert before == ({bay.pk: 4, hill.pk: 1}, {"Student": 2, "Staff": 1})
    assert total_of(petition) == 6
    assert TotalDelta.objects.count() == 0


@pytest.mark.parametrize("way", ["withdrawn", "invalidated", "disowned"])
@pytest.mark.parametrize("folded", [True, False])
def test_who_leaves_leaves_the_campus_too(petition, bay, way, folded):
    signature = sign_at(bay, "a@example.org", "Student")
    sign_at(bay, "b@example.org", "Student")
    if folded:
        fold_totals(petition.pk)
    deed = {
        "withdrawn": services.withdraw_signature,
        "invalidated": services.invalidate_signature,
        "disowned": services.disown_signature,
    }[way]
    deed(signature=signature, actor=PERSON)

    assert (totals_at([bay.pk]), by_affiliation(bay)) == ({bay.pk: 1}, {"Student": 1})
    assert count_differences(petition) == []
    fold_totals(petition.pk)
    assert (totals_at([bay.pk]), by_affiliation(bay)) == ({bay.pk: 1}, {"Student": 1})
    assert count_differences(petition) == []


def test_the_erased_go_on_counting_at_their_campus(petition, bay):
    signature = sign_at(bay, "a@example.org", "Student")
    fold_totals(petition.pk)
    erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=PERSON)

    assert (totals_at([bay.pk]), by_affiliation(bay)) == ({bay.pk: 1}, {"Student": 1})
    assert count_differences(petition) == []


def test_a_second_signature_at_another_campus_counts_at_neither(petition, bay):
    hill = open_place(petition, "Hill College")
    sign_at(bay, "a@example.org")
    confirm(sign(petition, "A@example.org", said=at_place(hill)))

    assert totals_at([bay.pk, hill.pk]) == {bay.pk: 1, hill.pk: 0}
    assert count_differences(petition) == []


def test_a_test_signature_counts_at_no_campus(petition, bay):
    sign_and_confirm(petition, is_test=True, said=at_place(bay))

    assert totals_at([bay.pk]) == {bay.pk: 0}


@pytest.mark.parametrize("folded", [True, False])
def test_an_affiliation_that_staff_remove_takes_its_own_numbers_and_no_others(petition, bay, folded):
    sign_at(bay, "a@example.org", "Student")
    sign_at(bay, "b@example.org", "Staff")
    if folded:
        fold_totals(petition.pk)
    affiliation_of(petition, "Student").delete()

    assert (totals_at([bay.pk]), by_affiliation(bay)) == ({bay.pk: 2}, {"Staff": 1})
    assert count_differences(petition) == []


def test_recount_finds_a_campus_that_was_changed_behind_its_back_and_mends_it(petition, bay):
    hill = open_place(petition, "Hill College")
    student = affiliation_of(petition)
    signature = sign_at(bay, "a@example.org", "Student")
    fold_all()
    Signature.objects.filter(pk=signature.pk).update(place=hill, affiliation=None)

    out = StringIO()
    with pytest.raises(CommandError, match="5 totals differ"):
        call_command("recount", stdout=out)
    today = utc_today()
    found = [
        (f"at place {bay.pk}", "total 1, rows 0"),
        (f"at place {bay.pk} as affiliation {student.pk}", "total 1, rows 0"),
        (f"at place {hill.pk}", "total 0, rows 1"),
        # The parts that staff's page tells are counted by themselves.
        (f"place {bay.pk}", "total 1, rows 0"),
        (f"place {hill.pk}", "total 0, rows 1"),
    ]
    assert out.getvalue().splitlines() == [
        f"{petition.public_id} {where} {today} confirmed: {told}" for where, told in found
    ]
    assert len(mend_totals(petition)) == 5
    assert count_differences(petition) == []
    assert totals_at([bay.pk, hill.pk]) == {bay.pk: 0, hill.pk: 1}


def test_the_proof_costs_the_same_for_three_campuses_and_for_thirty(petition, bay, django_assert_num_queries):
    for number in range(30):
        if number in (3, 29):
            with django_assert_num_queries(10):
                assert count_differences(petition) == []
        sign_at(open_place(petition, f"College {number}"), f"{number}@example.org", "Staff")
        fold_totals(petition.pk)


def test_campuses_are_read_with_their_totals_in_three_queries(petition, bay, django_assert_num_queries):
    sign_at(bay, "a@example.org")
    for number in range(30):
        if number in (2, 29):
            with django_assert_num_queries(3):
                tallies = tallies_of(petition)
                assert {str(one.place.institution): one.total for one in tallies}["Bay College"] == 1
                assert len(tallies) == number + 1
        open_place(petition, f"College {number}")


def test_campuses_are_listed_by_region_and_name_and_hidden_ones_not(petition, bay):
    open_place(petition, "Zeta College", region="AK")
    open_place(petition, "Elm College", region="AL")
    open_place(petition, "Acre College")
    services.hide_place(place=open_place(petition, "Hidden College"), actor=PERSON)

    listed = [(one.heading, one.place.slug) for one in tallies_of(petition)]
    assert listed == [
        ("Alabama", "elm-college"),
        ("Alaska", "zeta-college"),
        ("California", "acre-college"),
        ("California", "bay-college"),
    ]
    assert len(tallies_of(petition, is_open=False)) == 5
    assert tally_at(petition, "hidden-college") is None
    assert tally_at(make_petition(), "bay-college") is None


@pytest.mark.parametrize(("total", "shown"), [(9, False), (10, True)])
def test_a_campus_and_an_affiliation_are_told_from_ten(petition, bay, total, shown):
    student, today = affiliation_of(petition), utc_today()
    PlaceTotal.objects.create(place=bay, day=today, amount=total)
    PlaceTotal.objects.create(place=bay, affiliation=student, day=today, amount=total)

    assert tally_at(petition, "bay-college").is_shown is shown
    assert [one.is_shown for one in affiliation_tallies(bay) if one.total] == [shown]
