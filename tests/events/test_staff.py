"""Staff's side of events: making and changing them, and who sees what."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from events.enums import EventState, OccurrenceState
from events.exceptions import NotAllSaid
from events.models import Agreement, Event, EventKind, Occurrence
from events.services.event_states import confirm_event
from privacy.actors import Actor
from privacy.local_time import FORMAT
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_campaign
from tests.events.factories import (
    make_event,
    make_kind,
    make_occurrence,
    make_private,
    make_shift,
    register_and_confirm,
)
from tests.events.staff import cost_of, member, of_date, of_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def date(event):
    return make_occurrence(event, capacity=10)


@pytest.fixture
def organizer(client, event):
    client.force_login(member(event, "Organizers"))
    return client


def new_event(event, **said):
    """What the form of a new event sends."""
    start = (timezone.now() + timedelta(days=10)).replace(hour=18, minute=0)
    return {
        "name": "Know your rights",
        "campaign": event.campaign_id,
        "kind": event.kind_id,
        "protection": "kind",
        "zone": "America/Los_Angeles",
        "first_start": start.strftime(FORMAT),
        "first_end": (start + timedelta(hours=2)).strftime(FORMAT),
        "capacity": "20",
        "place_kind": "venue",
        "venue_en": "Main Library",
        "is_place_public": "on",
        "max_guests": "2",
        "questions-TOTAL_FORMS": 0,
        "questions-INITIAL_FORMS": 0,
        **said,
    }


def errors_of(page):
    return {name: [str(error) for error in errors] for name, errors in page.context["form"].errors.items()}


# --- making one ------------------------------------------------------------------------------------


def test_an_organizer_makes_an_event_with_its_first_date(organizer, event):
    page = organizer.post(reverse("event:add"), new_event(event))

    made = Event.objects.get(name="Know your rights")
    assert page.url == of_event("overview", made)
    [date] = made.occurrences.all()
    assert (made.state, made.is_guarded, date.capacity, date.is_guarded) == (
        EventState.DRAFT,
        False,
        20,
        False,
    )
    assert date.local_start.strftime("%H:%M") == "18:00"


def test_a_new_event_is_in_the_time_zone_of_the_newest(organizer, event):
    Event.objects.filter(pk=event.pk).update(zone="America/Denver")

    form = organizer.get(reverse("event:add")).context["form"]

    assert form["zone"].value() == "America/Denver"


def test_the_kind_says_whether_an_event_is_guarded_unless_its_maker_does(organizer, event):
    rally = make_kind("Rally", is_guarded=True)
    place = {"place_kind": "area", "venue_en": ""}
    organizer.post(reverse("event:add"), new_event(event, name="One", kind=rally.pk, **place))
    organizer.post(reverse("event:add"), new_event(event, name="Two", kind=rally.pk, protection="open"))
    organizer.post(reverse("event:add"), new_event(event, name="Three", protection="guarded", **place))

    guarded = dict(Event.objects.exclude(pk=event.pk).values_list("name", "is_guarded"))
    asked = dict(Event.objects.exclude(pk=event.pk).values_list("name", "needs_acceptance"))
    assert asked == {"One": True, "Two": False, "Three": True}
    assert guarded == {"One": True, "Two": False, "Three": True}
    keyed = Occurrence.objects.filter(key_ends__isnull=False).values_list("event__name", flat=True)
    assert set(keyed) == {"One", "Three"}


@pytest.mark.parametrize(
    "left_out",
    [
        {"what_will_happen": LocalizedText()},
        {"area": LocalizedText()},
        {"contact": LocalizedText()},
        {"risk": ""},
    ],
)
def test_a_guarded_event_is_public_only_once_it_says_all(left_out):
    event = make_event(is_guarded=True, state=EventState.DRAFT, **left_out)

    with pytest.raises(NotAllSaid):
        confirm_event(event=event, actor=Actor.system())


def test_a_guarded_event_takes_no_venue(organizer, event):
    page = organizer.post(reverse("event:add"), new_event(event, protection="guarded"))

    assert list(errors_of(page)) == ["venue"]
    assert "area only" in errors_of(page)["venue"][0]


def test_the_box_says_before_what_will_be_gone_and_when(organizer):
    text = organizer.get(reverse("event:add")).text

    assert "72 hours after the end of each date its key is destroyed" in text
    assert "gone 14 days after each date" in text


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"first_end": "2030-01-01T10:00", "first_start": "2030-01-01T12:00"}, "first_end", "not after"),
        (
            {"first_start": "2030-03-10T02:30", "first_end": "2030-03-10T05:00"},
            "first_start",
            "skip this time",
        ),
        ({"first_start": "2020-01-01T10:00", "first_end": "2020-01-01T12:00"}, "first_start", "over already"),
        ({"first_start": "soon"}, "first_start", "day and a time"),
        ({"venue_en": ""}, "venue", "name of the place"),
        ({"repeats": "FREQ=WEEKLY", "repeats_until": "2020-01-01"}, "repeats_until", "before the first"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(organizer, event, said, field, words):
    page = organizer.post(reverse("event:add"), new_event(event, **said))

    assert list(errors_of(page)) == [field]
    assert words in errors_of(page)[field][0]
    assert Event.objects.count() == 1


def test_an_event_that_repeats_gets_its_dates_up_to_the_last_day(organizer, event):
    said = {
        "first_start": "2027-02-02T18:00",
        "first_end": "2027-02-02T20:00",
        "repeats": "FREQ=WEEKLY",
        "repeats_until": "2027-03-31",
    }
    organizer.post(reverse("event:add"), new_event(event, **said))

    made = Event.objects.get(name="Know your rights")
    dates = list(made.occurrences.order_by("starts"))
    assert made.recurrence == "FREQ=WEEKLY;UNTIL=20270331"
    assert len(dates) == 9
    # Across the turning of the clocks it stays six in the evening.
    assert {date.local_start.hour for date in dates} == {18}
    assert {date.starts.hour for date in dates} == {2, 1}


def test_nobody_makes_an_event_in_a_campaign_of_others(organizer, event):
    page = organizer.post(reverse("event:add"), new_event(event, campaign=make_campaign().pk))

    assert list(errors_of(page)) == ["campaign"]


def test_a_question_about_status_is_refused(organizer, event):
    question = {
        "questions-TOTAL_FORMS": 1,
        "questions-0-words_en": "Are you undocumented?",
        "questions-0-kind": "text",
        "questions-0-ORDER": 1,
    }
    page = organizer.post(reverse("event:add"), new_event(event, **question))

    assert page.status_code == 200
    assert Event.objects.count() == 1
    assert "undocumented" in page.text


def test_an_editor_makes_an_event_in_the_chooser(client, event):
    client.force_login(member(event, "Editors"))
    field = new_event(event, locality="Oakland")
    page = client.post(
        reverse("event_chooser:create"),
        {f"create-form-{name}": value for name, value in field.items()} | field,
    )

    assert page.json()["step"] == "chosen", page.json()
    made = Event.objects.get(name="Know your rights")
    assert (made.zone, made.venue, made.is_place_public) == (
        "America/Los_Angeles",
        {"en": "Main Library"},
        True,
    )
    assert made.occurrences.count() == 1


def test_the_chooser_offers_events_of_ones_own_campaigns(client, event):
    client.force_login(member(event, "Editors"))
    foreign = make_event()
    text = client.get(reverse("event_chooser:choose")).json()["html"]

    assert (event.name in text, foreign.name in text) == (True, False)
    assert client.get(reverse("event_chooser:chosen", args=[foreign.pk])).status_code == 404


# --- changing one ----------------------------------------------------------------------------------


def edit_data(page):
    form = page.context["form"]
    data = {
        name: form[name].value()
        for name in form.fields
        if str(form[name].value()) not in ("None", "[]", "{}", "False", "")
    }
    for name in list(data):
        if isinstance(data[name], dict):
            text = data.pop(name)
            data |= {f"{name}_{code}": text.get(code, "") for code in ("en", "es")}
    return data | {"questions-TOTAL_FORMS": 0, "questions-INITIAL_FORMS": 0}


def test_editing_keeps_what_services_wrote_meanwhile(organizer, event):
    url = reverse("event:edit", args=[event.pk])
    page = organizer.get(url)
    data = edit_data(page) | {"name": "Renamed"}
    Event.objects.filter(pk=event.pk).update(state=EventState.CANCELLED)
    answer = organizer.post(url, data)

    assert answer.status_code == 302, errors_of(answer)
    event.refresh_from_db()
    assert (event.name, event.state, event.zone) == ("Renamed", EventState.CANCELLED, "America/New_York")


def test_the_zone_of_an_event_stays_as_people_were_told(organizer, event):
    url = reverse("event:edit", args=[event.pk])
    data = edit_data(organizer.get(url)) | {"zone": "America/Denver"}
    organizer.post(url, data)

    event.refresh_from_db()
    assert event.zone == "America/New_York"


def test_an_event_is_confirmed_only_once_its_place_is_said_to_be_public(organizer):
    draft = make_event(state=EventState.DRAFT, is_place_public=False)
    member_of = draft.campaign.team.model
    member_of.objects.create(campaign=draft.campaign, user_id=organizer.session["_auth_user_id"])
    page = organizer.post(of_event("confirm", draft), follow=True)
    assert "nobody’s home" in page.text

    Event.objects.filter(pk=draft.pk).update(is_place_public=True)
    organizer.post(of_event("confirm", draft))
    draft.refresh_from_db()
    assert draft.state == EventState.CONFIRMED


def test_calling_an_event_off_is_a_post(organizer, event, date):
    assert organizer.get(of_event("call_off_event", event)).status_code == 200
    event.refresh_from_db()
    assert event.state == EventState.CONFIRMED

    organizer.post(of_event("call_off_event", event))
    event.refresh_from_db()
    date.refresh_from_db()
    assert (event.state, date.state) == (EventState.CANCELLED, OccurrenceState.CANCELLED)


def test_an_event_with_dates_is_not_deleted(client, event, date):
    user = member(event, "Administrators")
    client.force_login(user)
    client.post(reverse("event:delete", args=[event.pk]))

    assert Event.objects.filter(pk=event.pk).count() == 1


# --- who sees what ---------------------------------------------------------------------------------


def test_events_of_other_campaigns_are_neither_listed_nor_opened(organizer, event, date):
    foreign = make_event()
    other = make_occurrence(foreign)
    pages = [
        reverse("event:edit", args=[foreign.pk]),
        of_event("overview", foreign),
        of_event("guard", foreign),
    ]
    pages += [of_date(name, other) for name in ("date", "private", "move", "message", "doors")]

    rows = organizer.get(reverse("event:index")).context["table"].data
    assert [row.pk for row in rows] == [event.pk]
    assert [organizer.get(page).status_code for page in pages] == [404] * len(pages)


def test_an_editor_changes_events_and_sees_nobody(client, event, date):
    client.force_login(member(event, "Editors"))
    register_and_confirm(date)
    answers = {
        page: client.get(page).status_code
        for page in (of_event("overview", event), of_date("private", date), of_date("date", date))
    }

    # Wagtail answers a refusal with its front page.
    assert list(answers.values()) == [200, 200, 302]
    assert client.post(
        of_date("date_edit", date), {"capacity": "9", "meeting_point_hours": "2"}
    ).url == of_event("overview", event)


def test_the_listing_and_the_overview_cost_the_same_for_one_and_for_three(organizer, event, date):
    one = cost_of(organizer, reverse("event:index")), cost_of(organizer, of_event("overview", event))
    for _more in range(2):
        make_occurrence(make_event(campaign=event.campaign))
        make_shift(make_occurrence(event))

    assert (
        cost_of(organizer, reverse("event:index")),
        cost_of(organizer, of_event("overview", event)),
    ) == one


def test_administrators_edit_the_kinds_of_events(client, event):
    client.force_login(member(event, "Administrators"))
    client.post(reverse("event_kind:add"), {"name_en": "Vigil", "is_guarded": "on", "position": "9"})

    assert EventKind.objects.get(name__en="Vigil").is_guarded


def test_a_changed_agreement_is_the_next_version_and_the_last_one_stays(client, event):
    client.force_login(member(event, "Administrators"))
    said = {"key": "photos", "name_en": "Photos", "words_en": "No faces."}
    for words in ("No faces.", "No faces, no signs."):
        client.post(reverse("event_agreement:add"), said | {"words_en": words})

    photos = Agreement.objects.filter(key="photos").order_by("version")
    before = photos.count() - 2
    assert [row.version for row in photos] == list(range(1, before + 3))
    assert [row.words["en"] for row in photos][-2:] == ["No faces.", "No faces, no signs."]


def test_a_meeting_point_is_on_no_page_of_the_overview(organizer, event, date):
    make_private(date, "By the old oak")

    assert "old oak" not in organizer.get(of_event("overview", event)).text
    assert "old oak" not in organizer.get(of_date("date", date)).text


# --- cards to print --------------------------------------------------------------------------------


def words_of(response):
    assert response["Content-Type"] == "application/pdf"
    [page] = PdfReader(BytesIO(response.content)).pages
    return " ".join(page.extract_text().split())


def test_pocket_cards_are_printed_with_the_number_and_nobodys_code(organizer, event):
    event = make_event(is_guarded=True, campaign=event.campaign, legal_number="555-0100")

    said = words_of(organizer.get(of_event("pocket_card", event)))

    assert said.count("555-0100") == 2
    assert (event.name in said, "Your code" in said) == (False, False)
    assert of_event("pocket_card", event) in organizer.get(of_event("overview", event)).text


def test_whom_to_call_is_asked_on_paper_in_both_languages(organizer):
    said = words_of(organizer.get(reverse("event:contact_card")))

    assert "If I do not come back" in said
    assert reverse("event:contact_card") in organizer.get(reverse("event:add")).text
