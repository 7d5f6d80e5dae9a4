"""What is left of a total beside the campuses that are told is nobody, or ten at least."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.enums import SignatureState
from petitions.jobs.milestones import note_place_milestones
from petitions.jobs.totals import fold_totals
from petitions.models import OpenPeriod, PlaceTotal, Signature, Total, Update
from petitions.selectors import desk_of, open_numbers, open_numbers_at, tally_at
from petitions.selectors.places import withheld_among
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.services import subscribe
from tests.petitions.deliveries import sign_many
from tests.petitions.factories import open_place, sign_and_confirm

pytestmark = pytest.mark.django_db

YESTERDAY = utc_today() - timedelta(days=1)


def signed(petition, total, **at):
    """As if so many had been folded: in all, and at campuses by name."""
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=utc_today(), amount=total)
    places = {name: open_place(petition, f"{name} College") for name in at}
    for name, amount in at.items():
        PlaceTotal.objects.create(place=places[name], day=utc_today(), amount=amount)
    return places


def told(petition):
    return {one["name"].removesuffix(" College"): one["total"] for one in open_numbers(petition)["places"]}


@pytest.mark.parametrize(
    ("total", "at", "shown"),
    [
        # Three at Bay, and nobody elsewhere.
        (43, {"Hill": 40, "Bay": 3}, {}),
        (83, {"Hill": 40, "Dale": 40, "Bay": 3}, {"Hill": 40}),
        (72, {"Hill": 40, "Dale": 20, "Bay": 3}, {"Hill": 40, "Dale": 20}),
        (60, {"Hill": 40, "Dale": 20}, {"Hill": 40, "Dale": 20}),
        # The total itself is not told yet.
        (13, {"Hill": 10, "Bay": 3}, {}),
    ],
)
def test_the_total_without_the_listed_campuses_tells_no_small_one(petition, total, at, shown):
    places = signed(petition, total, **at)

    assert told(petition) == shown
    for name, place in places.items():
        assert open_numbers_at(petition, place.slug)["total"] == shown.get(name)
        assert tally_at(petition, place.slug).is_shown == (name in shown)


def test_a_withheld_campus_looks_like_a_small_one_on_list_and_page(client, petition, petition_page):
    places = signed(petition, 43, Hill=40, Bay=3)
    url = petition_page(petition).get_url()
    texts = {
        name: client.get(f"{url}at/{place.slug}/").text.replace(place.slug, "").replace(name, "")
        for name, place in places.items()
    }

    told = [("<strong>40</strong>" in text, "among the first" in text) for text in texts.values()]
    assert told == [(False, False)] * 2
    listed = client.get(f"{url}at/").text
    assert ("40 have signed" in listed, "among the first" in listed) == (False, False)


def test_whoever_signs_elsewhere_has_the_kept_page_of_a_withheld_campus_drawn_again(
    client, petition, petition_page, after_commit
):
    places = signed(petition, 40, Hill=40)
    url = f"{petition_page(petition).get_url()}at/{places['Hill'].slug}/"
    assert "<strong>40</strong>" in client.get(url).text
    with after_commit():
        sign_and_confirm(petition, "new@example.org")
        fold_totals(petition.pk)

    assert "<strong>40</strong>" not in client.get(url).text


def test_an_organizer_s_link_tells_no_more_than_the_page(petition, organizer):
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=utc_today(), amount=43)
    PlaceTotal.objects.create(place=organizer.place, day=utc_today(), amount=40)

    # By themselves they would be told.
    flyers = Signature.objects.filter(pk__in=[row.pk for row in sign_many(petition, 12)])
    flyers.update(place=organizer.place, source="flyer", created=YESTERDAY, news="campaign")
    for row in flyers.select_related("supporter"):
        subscribe(supporter=row.supporter, list=petition.campaign.news_list, actor=Actor.the_person())
    desk = desk_of(organizer)
    assert (desk.total, desk.periods, desk.sources, desk.takers) == (None, [], [], None)
    Total.objects.filter(petition=petition).update(amount=60)
    desk = desk_of(organizer)
    assert ([(one.source, one.number) for one in desk.sources], desk.takers) == ([("flyer", 10)], 10)


def test_the_days_and_milestones_of_a_withheld_campus_are_not_told_either(petition):
    hill = signed(petition, 103, Hill=100, Bay=3)["Hill"]
    days = {"first": YESTERDAY, "last": YESTERDAY, "amount": 100}
    OpenPeriod.objects.create(petition=petition, place=hill, **days)
    assert open_numbers_at(petition, hill.slug)["days"] == []
    assert (note_place_milestones(petition, [hill.pk]), Update.objects.count()) == (0, 0)

    Total.objects.filter(petition=petition).update(amount=120)
    assert [one["signatures"] for one in open_numbers_at(petition, hill.slug)["days"]] == [100]
    assert (note_place_milestones(petition, [hill.pk]), Update.objects.get().milestone) == (1, 100)


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(0, 30))
def test_what_is_left_is_nobody_or_ten_or_all(numbers, at_none):
    known = dict(enumerate(numbers))
    hidden = withheld_among(known, of=sum(numbers) + at_none)
    shown = [number for key, number in known.items() if number >= 10 and key not in hidden]
    rest = sum(numbers) + at_none - sum(shown)

    assert rest == 0 or rest >= 10 or not shown
    assert all(known[key] >= 10 for key in hidden)


def test_a_campus_that_would_be_hidden_above_the_petition_s_threshold_is_hidden_below_it(petition):
    places = signed(petition, 22, Hill=20)
    assert tally_at(petition, places["Hill"].slug).is_shown is False
    Total.objects.filter(petition=petition).update(amount=20)
    assert tally_at(petition, places["Hill"].slug).is_shown is True


def test_a_kept_page_of_a_small_campus_does_not_say_that_it_is_one_once_another_is_withheld(
    client, petition, petition_page, after_commit
):
    places = signed(petition, 40, Hill=40, Bay=0)
    url = f"{petition_page(petition).get_url()}at/{places['Bay'].slug}/"
    assert "among the first" in client.get(url).text
    with after_commit():
        sign_and_confirm(petition, "new@example.org")
        fold_totals(petition.pk)

    assert "among the first" not in client.get(url).text
