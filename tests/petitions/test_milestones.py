"""A total that passes a goal step is told once, in the reader's language, and mailed to nobody."""

import re
from datetime import timedelta

import pytest
from django.utils.translation import override

from outbox.models import Letter
from petitions import services
from petitions.enums import SignatureState, UpdateState
from petitions.jobs.milestones import note_milestones, note_place_milestones
from petitions.jobs.totals import fold_totals
from petitions.models import PlaceTotal, SignerNews, Total, Update
from petitions.retention import RULES
from petitions.selectors import desk_of, steps_up_to, timeline_at
from privacy.actors import Actor
from privacy.days import utc_today
from tests.petitions.factories import at_place, make_petition, open_place, sign_and_confirm

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


def reach(petition, total):
    """As if so many had signed and been folded."""
    Total.objects.update_or_create(
        petition=petition, state=SignatureState.CONFIRMED, day=utc_today(), defaults={"amount": total}
    )
    fold_totals(petition.pk)


def told(petition, place=None):
    return [one.title for one in timeline_at(petition, place).latest]


def numbers(petition):
    rows = Update.objects.filter(petition=petition, milestone__isnull=False)
    return sorted(rows.values_list("milestone", flat=True))


def test_the_steps_are_those_of_the_goal():
    assert [len(steps_up_to(total)) for total in (0, 99, 100, 249, 250)] == [0, 0, 1, 1, 2]
    assert steps_up_to(12_000) == [100, 250, 500, 1_000, 2_500, 5_000, 10_000]


def test_a_step_is_noted_when_it_is_reached_and_once(petition):
    for total, noted in ((99, []), (100, [100]), (101, [100]), (1_000, [100, 250, 500, 1_000])):
        reach(petition, total)
        assert numbers(petition) == noted


def test_a_total_that_falls_and_comes_again_tells_nothing_twice(petition):
    for total in (100, 99, 100):
        reach(petition, total)

    assert numbers(petition) == [100]


def test_a_second_worker_that_saw_nothing_adds_nothing(petition):
    reach(petition, 100)
    [row] = Update.objects.all()
    twin = Update(petition=petition, milestone=100, day=utc_today(), state=UpdateState.SHOWN)
    Update.objects.bulk_create([twin], ignore_conflicts=True)

    assert Update.objects.get() == row


def test_it_is_told_with_its_day_in_both_languages_and_in_the_petitions_own_noun(
    client, petition, petition_page
):
    page = petition_page(petition)
    reach(petition, 1_000)

    html = re.sub(r"\s+", " ", client.get(page.get_url()).text)
    assert "1,000 people have signed</h3>" in html
    assert f'<time datetime="{utc_today().isoformat()}">' in html
    with override("es"):
        assert told(petition)[0] == "1,000 personas firmaron"
    pledge = make_petition(is_pledge=True)
    reach(pledge, 100)
    assert told(pledge) == ["100 pledges"]


def test_a_campus_has_its_own_milestone_on_its_own_page_and_never_below_ten(petition):
    bay, hill = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    for place, total in ((bay, 99), (hill, 8)):
        PlaceTotal.objects.create(place=place, day=utc_today(), amount=total)
        sign_and_confirm(petition, f"{total}@example.org", said=at_place(place))
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=utc_today(), amount=107)
    fold_totals(petition.pk)

    assert note_place_milestones(petition, [bay.pk, hill.pk]) == 0
    assert told(petition) == ["100 people have signed"]
    assert sorted(told(petition, bay)) == ["100 people have signed", "Bay College: 100 people have signed"]
    assert told(petition, hill) == ["100 people have signed"]


def test_none_is_noted_below_the_number_from_which_a_total_is_shown(petition, settings):
    settings.COUNTERSIGN = settings.COUNTERSIGN | {"TOTAL_SHOWN_FROM": 200}

    assert (note_milestones(petition, 150), note_milestones(petition, 250)) == (0, 1)
    assert numbers(petition) == [250]


@pytest.mark.parametrize("number", [100, 5_000])
def test_a_timeline_with_milestones_is_one_query(petition, django_assert_num_queries, number):
    bay = open_place(petition)
    reach(petition, number)
    with django_assert_num_queries(1):
        timeline_at(petition, bay)


def test_a_hidden_one_stays_hidden_is_never_noted_again_and_never_deleted(petition):
    reach(petition, 100)
    services.hide_update(update=Update.objects.get(), actor=STAFF)
    Update.objects.update(created=utc_today() - timedelta(days=99), changed=utc_today() - timedelta(days=99))
    rule = next(rule for rule in RULES if rule.key == "petitions.words")
    assert (rule.overdue(utc_today()), rule.enforce(utc_today())) == (0, 0)
    reach(petition, 101)

    assert (numbers(petition), told(petition)) == ([100], [])


def test_where_signatures_were_nobodys_those_that_are_not_reached_are_taken_back(petition):
    bay = open_place(petition, "Bay College")
    PlaceTotal.objects.create(place=bay, day=utc_today(), amount=120)
    reach(petition, 300)
    assert note_place_milestones(petition, [bay.pk]) == 1
    services.hide_update(update=Update.objects.get(milestone=250), actor=STAFF)
    Total.objects.update(amount=101)
    PlaceTotal.objects.update(amount=99)

    assert services.take_back_milestones(petition=petition, actor=STAFF) == 1
    # The hidden one stays, or it would be told anew.
    assert (numbers(petition), told(petition, bay)) == ([100, 250], ["100 people have signed"])
    assert services.take_back_milestones(petition=petition, actor=STAFF) == 0


def test_it_mails_nobody_and_is_no_word_of_the_local_organizers(petition, bay, organizer):
    Letter.objects.all().delete()
    PlaceTotal.objects.create(place=bay, day=utc_today(), amount=250)
    assert note_place_milestones(petition, [bay.pk]) == 2
    reach(petition, 250)

    assert (Letter.objects.count(), SignerNews.objects.count()) == (0, 0)
    assert desk_of(organizer).updates == []
