"""Pages that present an event: what they show, what they never hold, and copies of them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from campaigns import page_cache
from campaigns.exceptions import DeedOnTwoPages
from campaigns.pages import detach_copied_deeds
from events.enums import EventState, OccurrenceState
from events.models import Event, Occurrence
from events.place_words import place_of
from events.selectors.rules import forget_rules
from pages.models import EventPage, EventsPage
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_target
from tests.events.factories import make_event, make_occurrence, make_private, make_question, make_shift

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


def test_publishing_makes_an_event_public_and_names_it(event_page):
    event = make_event(state=EventState.DRAFT, title=LocalizedText())
    event_page(event, title="Know your rights")

    event.refresh_from_db()
    assert (event.state, event.title) == (EventState.CONFIRMED, {"en": "Know your rights"})


def test_an_event_whose_place_nobody_confirmed_stays_a_draft(event_page, client):
    event = make_event(state=EventState.DRAFT, is_place_public=False)
    page = event_page(event)

    event.refresh_from_db()
    assert event.state == EventState.DRAFT
    assert "Sign-up has not begun yet." in text_of(client.get(page.url))


def test_the_page_says_when_where_and_asks(event_page, client):
    event = make_event(max_guests=2, bring=LocalizedText(en="Water", es="Agua"))
    target = make_target()
    event.targets.add(target)
    make_occurrence(event)
    make_question(event, "Do you bring a bike?")
    page = event_page(event, title="Know your rights", ask="Come and practice")

    shown = text_of(client.get(page.url))

    for said in (
        "Main Library, 1 Main Street, Oakland, CA",
        target.name,
        "Water",
        "Come and practice",
        "bring a bike?",
    ):
        assert said in shown
    assert shown.count('name="given_name"') == 1
    assert 'name="guests"' in shown
    assert "csrfmiddlewaretoken" not in shown


def test_a_guarded_page_holds_its_area_alone_and_asks_no_name(event_page, client):
    event = make_event(is_guarded=True)
    occurrence = make_occurrence(event)
    make_private(occurrence, "By the fountain")
    page = event_page(event)

    shown = text_of(client.get(page.url))

    assert "Downtown" in shown
    assert "fountain" not in shown
    assert 'name="given_name"' not in shown
    assert 'name="news"' not in shown
    assert "schema.org" not in shown


def test_search_programs_are_told_of_open_events(event_page, client):
    event = make_event(zone="America/Los_Angeles")
    occurrence = make_occurrence(event)
    page = event_page(event)

    shown = text_of(client.get(page.url))

    assert 'itemtype="https://schema.org/Event"' in shown
    assert occurrence.local_start.isoformat() in shown
    assert "https://schema.org/EventScheduled" in shown


def test_a_date_that_was_called_off_says_so_and_takes_nobody(event_page, client):
    event = make_event()
    occurrence = make_occurrence(event)
    page = event_page(event)
    Occurrence.objects.filter(pk=occurrence.pk).update(state=OccurrenceState.CANCELLED)
    forget_rules()

    shown = text_of(client.get(page.url))

    assert "called off" in shown
    assert "Nobody can sign up for these dates any more." in shown
    assert 'method="post"' not in shown


def test_a_shift_that_is_full_says_where_one_goes(event_page, client):
    occurrence = make_occurrence()
    make_shift(occurrence, "Front", capacity=1)
    make_shift(occurrence, "Back", capacity=1)
    occurrence.shifts.filter(pk=occurrence.shifts.first().pk).update(taken=1)
    page = event_page(occurrence.event)

    assert text_of(client.get(page.url)).count("full: you go on the waiting list") == 1


def test_the_page_is_the_same_for_everybody_and_asks_as_often_however_many_dates(event_page, client):
    event = make_event()
    make_occurrence(event)
    page = event_page(event)
    first = client.get(page.url)
    assert first.cookies == {}

    for days in (14, 21, 28):
        make_shift(make_occurrence(event, starts_in=timedelta(days=days)))
    with_few = queries_of(client, page)
    for days in (35, 42, 49):
        make_shift(make_occurrence(event, starts_in=timedelta(days=days)))

    assert queries_of(client, page) == with_few


def queries_of(client, page) -> int:
    forget_rules()
    caches["default"].clear()
    page_cache.forget_near()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url, {"page": "7"}).status_code == 200
    return len(captured)


def test_translations_share_one_event_and_copies_get_their_own(event_page, home):
    event = make_event()
    make_question(event)
    make_occurrence(event)
    page = event_page(event)
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    home.copy_for_translation(spanish).save_revision().publish()
    translation = page.copy_for_translation(spanish)
    translation.save_revision().publish()

    assert EventPage.objects.get(pk=translation.pk).event == event
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    with pytest.raises(DeedOnTwoPages):
        copy.save_revision().publish()
    assert detach_copied_deeds(copy) == 1
    copied = EventPage.objects.get(pk=copy.pk).event
    assert (copied.questions.count(), copied.occurrences.count(), copied.state) == (1, 0, EventState.DRAFT)
    assert not copied.is_place_public
    assert Event.objects.count() == 2


def test_the_thank_you_has_an_address_and_says_no_name(event_page, client):
    page = event_page(make_occurrence().event, thanks="<p>Bring a neighbor.</p>")

    response = client.get(f"{page.url}thanks/")

    assert response.status_code == 200
    assert "Bring a neighbor." in text_of(response)
    assert "noindex" in text_of(response)


@pytest.mark.parametrize("mode", ["", "errors", "thanks"])
def test_every_preview_can_be_drawn(event_page, mode, rf):
    page = event_page(make_occurrence().event)

    response = page.make_preview_request(original_request=rf.get("/"), preview_mode=mode)

    assert response.status_code == 200


@pytest.mark.parametrize(("mode", "says"), [("over", "This is over."), ("cancelled", "This was called off.")])
def test_a_preview_shows_what_stands_there_in_the_end_and_changes_nothing(event_page, mode, says, rf):
    event = make_occurrence().event
    page = event_page(event)

    shown = text_of(page.make_preview_request(original_request=rf.get("/"), preview_mode=mode))
    before, event = event.state, type(event).objects.get(pk=event.pk)

    assert (says in shown, event.state) == (True, before)


def test_the_list_page_shows_what_is_coming(event_page, home, client):
    event_page(make_occurrence().event, title="Know your rights")
    listing = home.add_child(instance=EventsPage(title="Events", slug="events", lead="Come along"))

    shown = text_of(client.get(listing.url))

    assert "Know your rights" in shown
    assert f'action="{reverse("countersign_events")}"' in shown


@pytest.mark.parametrize(
    ("language", "venue", "contact"),
    [("en", "Main Library", "Yellow vests"), ("es", "Biblioteca central", "Chalecos amarillos")],
)
def test_where_and_whom_to_ask_are_read_in_the_readers_language(language, venue, contact):
    event = make_event(contact=LocalizedText(en="Yellow vests", es="Chalecos amarillos"))
    with override(language):
        shown = render_to_string("events/facts.html", {"event": event, "dates": []})
        assert place_of(event) == f"{venue}, 1 Main Street, Oakland, CA"

    assert (venue in shown, f'<dd lang="{language}">{contact}</dd>' in shown) == (True, True)


# --- what its editor is told --------------------------------------------------------------------

STAYS_DRAFT = "The page is public, but its event is still a draft: nobody can sign up."


@pytest.fixture
def editor(client, db):
    client.force_login(User.objects.create_superuser("editor"))
    return client


def edit(client, page, **said):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {
        **dict.fromkeys(("about", "thanks"), "null"),
        "title": page.title,
        "slug": page.slug,
        "event": page.event.pk,
        "ask": "",
        **{f"body-{name}": "0" for name in ("count",)},
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **said,
    }
    return client.post(url, data, follow=True)


def test_the_editor_is_told_that_a_published_pages_event_is_a_draft(editor, event_page):
    event = make_event(state=EventState.DRAFT, is_place_public=False)
    page = event_page(event)
    confirm = reverse("event:confirm", args=[event.public_id])
    text = text_of(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))

    assert (STAYS_DRAFT in text, "nobody’s home" in text, f'href="{confirm}"' in text) == (True, True, True)
    published = text_of(edit(editor, page, **{"action-publish": "1"}))
    assert (STAYS_DRAFT in published, f'href="{confirm}"' in published) == (True, True)


def test_the_editor_of_a_confirmed_event_is_told_nothing(editor, event_page):
    page = event_page(make_event(state=EventState.DRAFT))
    text = text_of(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    published = text_of(edit(editor, page, **{"action-publish": "1"}))

    assert [said in shown for said in (STAYS_DRAFT, "still a draft") for shown in (text, published)] == [
        False
    ] * 4


def test_the_editor_of_a_page_that_waits_is_told_what_publishing_does(editor, event_page):
    page = event_page(make_event(state=EventState.DRAFT))
    page.unpublish()
    Event.objects.update(state=EventState.DRAFT)
    text = text_of(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))

    assert "Publishing this page confirms it" in text
