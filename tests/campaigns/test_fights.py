"""Local fights: what follows from their steps; counted, filtered, listed and in calendars."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from campaigns import page_cache
from campaigns.enums import MeasureKind, MeasureState, Stand, Technology
from campaigns.fight_pages import fights_context, votes_words
from campaigns.models import Measure, MeasureStep
from campaigns.selectors import (
    FightFilter,
    RegionFights,
    dossier,
    fights,
    hearings,
    out_of_date,
    read_fight_filter,
    regions_with_fights,
    votes_of,
)
from campaigns.services import save_measure
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import NoSuchTime
from tests.campaigns.factories import make_measure, make_target
from tests.events.rfc5545 import faults_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["default"].clear()
    page_cache.forget_near()


FOR, AGAINST, UNKNOWN = Stand.FOR, Stand.AGAINST, Stand.UNKNOWN


def list_page(client, **asked):
    return client.get(reverse("countersign_fights"), {"lang": "en", **asked})


def test_a_measure_stands_where_its_newest_step_is_whatever_the_order_they_were_typed_in():
    measure = make_measure(MeasureState.INTRODUCED, MeasureState.PASSED)
    measure.steps.add(MeasureStep(state=MeasureState.IDEA, day=utc_today() - timedelta(days=90)))
    save_measure(measure=measure, actor=Actor.system())

    measure.refresh_from_db()
    assert (measure.state, measure.state_day) == (MeasureState.PASSED, utc_today())


def test_of_two_steps_on_one_day_the_later_of_the_list_counts():
    measure = make_measure(MeasureState.HEARING)
    measure.steps.add(MeasureStep(state=MeasureState.WEAKENED, day=utc_today()))
    save_measure(measure=measure, actor=Actor.system())

    assert Measure.objects.get().state == MeasureState.WEAKENED


def test_a_hearing_is_kept_as_it_was_typed_and_as_the_instant_it_means_there():
    measure = make_measure(
        MeasureState.HEARING,
        hearing_local=datetime(2027, 5, 14, 18, 30),  # noqa: DTZ001
        hearing_zone="America/Los_Angeles",
    )

    measure.refresh_from_db()
    assert measure.hearing_local == datetime(2027, 5, 14, 18, 30)  # noqa: DTZ001
    assert measure.hearing_at == datetime(2027, 5, 15, 1, 30, tzinfo=UTC)
    assert measure.hearing_zone_name == "PDT"


def test_a_hearing_at_an_hour_that_clocks_skip_is_refused_and_nothing_is_written():
    with pytest.raises(NoSuchTime):
        make_measure(MeasureState.HEARING, hearing_local=datetime(2027, 3, 14, 2, 30))  # noqa: DTZ001

    assert Measure.objects.count() == 0


def test_a_measure_without_a_source_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_measure(MeasureState.IDEA, source_url="")


def test_it_needs_two_more_votes():
    measure = make_measure(MeasureState.HEARING, seats=[FOR, FOR, FOR, AGAINST, UNKNOWN], votes_needed=5)

    votes = votes_of(measure)

    assert votes is not None
    assert votes_words(votes) == "Needs 2 more votes: 3 for, 1 against, 1 unknown."


@pytest.mark.parametrize(
    ("needed", "said"),
    [
        (3, "Needs 1 more vote: 2 for, 1 against, 0 unknown."),
        (2, "It has the votes it needs: 2 for, 1 against, 0 unknown."),
        (1, "It has the votes it needs: 2 for, 1 against, 0 unknown."),
        (None, "2 for, 1 against, 0 unknown."),
    ],
)
def test_what_is_said_of_votes(needed, said):
    votes = votes_of(make_measure(MeasureState.HEARING, seats=[FOR, FOR, AGAINST], votes_needed=needed))

    assert votes is not None
    assert votes_words(votes) == said


def test_without_seats_nothing_is_said_of_votes():
    assert votes_of(make_measure(MeasureState.HEARING, votes_needed=5)) is None


def test_fights_are_told_in_totals_by_state_and_by_states_of_the_union():
    make_measure(MeasureState.PASSED, region="CA")
    make_measure(MeasureState.PASSED, region="MA")
    make_measure(MeasureState.INTRODUCED, region="MA")
    make_measure(MeasureState.DEFEATED, region="")

    found = fights()

    assert found.totals == [
        (MeasureState.INTRODUCED, 1),
        (MeasureState.PASSED, 2),
        (MeasureState.DEFEATED, 1),
    ]
    assert found.by_region("US") == [RegionFights("CA", 1, 1), RegionFights("MA", 2, 1)]
    assert found.by_region("CA") == []
    assert fights_context({})["totals"] == [(1, "introduced"), (2, "passed"), (1, "purchase defeated")]


def test_the_nearest_hearing_comes_first_then_what_is_open_then_the_rest():
    make_measure(MeasureState.PASSED, place="Passed")
    make_measure(MeasureState.INTRODUCED, place="Open")
    soon, later = (datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=n) for n in (3, 9))
    make_measure(MeasureState.HEARING, place="Later", hearing_local=later, hearing_zone="Etc/UTC")
    make_measure(MeasureState.HEARING, place="Soon", hearing_local=soon, hearing_zone="Etc/UTC")
    over = soon - timedelta(days=30)
    make_measure(MeasureState.FAILED, place="Over", hearing_local=over, hearing_zone="Etc/UTC")

    places = [measure.jurisdiction.name for measure in fights().measures]

    assert places == ["Soon", "Later", "Open", "Over", "Passed"]


def test_a_filter_finds_what_is_all_of_it():
    make_measure(MeasureState.PASSED, place="A", technologies=["faces", "plates"])
    make_measure(MeasureState.PASSED, place="B", technologies=["plates"], kind=MeasureKind.POLICY)
    make_measure(MeasureState.INTRODUCED, place="C", region="MA")

    def places(**asked):
        return sorted(one.jurisdiction.name for one in fights(FightFilter(**asked)).measures)

    assert places(technology="plates") == ["A", "B"]
    assert places(technology="faces") == ["A", "C"]
    assert places(technology="faces", state="passed") == ["A"]
    assert places(kind="policy") == ["B"]
    assert places(region="MA") == ["C"]
    assert places() == ["A", "B", "C"]


def test_a_filter_leaves_out_what_makes_no_sense():
    asked = {"kind": "'; DROP", "technology": "face", "state": "PASSED", "region": "<b>", "page": "x"}

    assert read_fight_filter(asked).is_empty
    assert read_fight_filter({"region": "ca"}) == FightFilter(region="CA")


def test_after_half_a_year_a_fight_is_shown_as_perhaps_out_of_date(client):
    make_measure(MeasureState.PASSED, as_of=utc_today() - timedelta(days=184), place="Old")
    make_measure(MeasureState.PASSED, as_of=utc_today() - timedelta(days=183), place="New")

    assert [one.jurisdiction.name for one in out_of_date(Measure.objects.all())] == ["Old"]
    assert list_page(client).content.decode().count("may be out of date") == 1


def test_the_list_asks_as_little_for_many_fights_as_for_one(client, django_assert_num_queries):
    make_measure(MeasureState.PASSED, seats=[FOR])
    # The first page of a site makes its settings, after which they are read anew.
    for _time in range(2):
        list_page(client)
    with django_assert_num_queries(3):
        fights_context({})
    for _ in range(3):
        make_measure(MeasureState.HEARING, seats=[FOR, AGAINST], votes_needed=2)
    with django_assert_num_queries(3):
        fights_context({})


def test_the_list_goes_on_on_further_pages_and_keeps_its_filter(client):
    for _ in range(51):
        make_measure(MeasureState.PASSED)

    first = list_page(client, state="passed")
    second = list_page(client, state="passed", page="2")

    assert (len(first.context["lines"]), first.context["later"]) == (50, "state=passed&page=2")
    assert (len(second.context["lines"]), second.context["earlier"]) == (1, "state=passed&page=1")
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"]
    assert "no-store" in first.headers["Cache-Control"]


@pytest.mark.parametrize("page", ["0", "-1", "99999999999", "x", "²", ""])
def test_any_page_that_is_asked_for_is_answered(client, page):
    assert list_page(client, page=page).status_code == 200


def test_a_fight_has_a_page_with_all_that_is_known_of_it(client):
    measure = make_measure(
        MeasureState.INTRODUCED,
        MeasureState.HEARING,
        place="Springfield",
        body=make_target(),
        seats=[FOR, UNKNOWN],
        votes_needed=2,
        hearing_local=datetime(2027, 5, 14, 18, 30),  # noqa: DTZ001
        hearing_place="City Hall, room 250",
        how_to_speak={"en": "Sign up at the door.", "es": "Apúntate en la puerta."},
    )

    with time_machine.travel(datetime(2027, 5, 12, tzinfo=UTC)):
        page = client.get(reverse("countersign_fight", args=[measure.public_id]), {"lang": "es"})

    assert page.status_code == 200
    text = page.content.decode()
    for said in ("Springfield", "City Hall, room 250", "Apúntate en la puerta.", "Member 1", "(EDT)"):
        assert said in text
    assert f'<span lang="en">{measure.title["en"]}</span>' in text


def test_no_visitor_sees_a_fight_that_is_a_draft(client):
    body = make_target()
    draft = make_measure(
        MeasureState.HEARING,
        region="TX",
        body=body,
        is_draft=True,
        hearing_local=datetime.combine(utc_today() + timedelta(days=5), datetime.min.time()),
        hearing_zone="America/Chicago",
    )

    assert client.get(reverse("countersign_fight", args=[draft.public_id])).status_code == 404
    assert (list(fights().measures), hearings(), regions_with_fights()) == ([], [], [])
    assert dossier(body).measures == []


def test_a_fight_that_is_gone_is_answered_by_a_sentence(client):
    page = client.get(reverse("countersign_fight", args=[uuid4()]), {"lang": "en"})

    assert page.status_code == 404
    assert "Nobody keeps track of this local fight any more" in page.content.decode()


def test_the_calendar_holds_hearings_ahead_and_of_late_and_is_sound(client):
    ahead = datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0) + timedelta(days=20)
    far = make_measure(MeasureState.HEARING, place="Far", hearing_local=ahead, hearing_zone="America/Denver")
    lately = ahead - timedelta(days=50)
    late = make_measure(MeasureState.FAILED, hearing_local=lately, hearing_zone="America/New_York")
    make_measure(MeasureState.FAILED, hearing_local=ahead - timedelta(days=90))
    make_measure(MeasureState.INTRODUCED)

    answer = client.get(reverse("countersign_fights_calendar"), {"lang": "en"})

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert faults_of(answer.content) == []
    found = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [str(one["uid"]).partition("@")[0] for one in found] == [str(late.public_id), str(far.public_id)]
    assert str(found[1]["summary"]) == f"Hearing: {far.title['en']} (Far, California)"
    assert found[1]["dtstart"].dt.replace(tzinfo=None) == ahead


def test_a_calendar_without_hearings_is_a_sound_one(client):
    answer = client.get(reverse("countersign_fights_calendar"), {"lang": "en"})

    assert (answer.status_code, faults_of(answer.content)) == (200, [])
    assert list(Calendar.from_ical(answer.content).walk("VEVENT")) == []


def test_every_technology_can_be_filtered_by_without_meeting_another():
    # The filter looks for a code in quotation marks: none may hold any.
    assert all(code.replace("_", "").isalnum() for code in Technology.values)
