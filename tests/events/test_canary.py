"""The meeting point of a guarded event is a canary: it stands behind one button, and nowhere else.

Every public address of events, every mail, every row of every table, previews, revisions, the page cache and
the log are searched, before the set hour and after it.
"""

import logging
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from wagtail.models import Revision

from campaigns import page_cache
from events import door_urls, host_urls, own_urls, urls
from events.door_links import door_token
from events.host_links import host_token
from events.jobs.reminders import remind_due, thank_due
from events.models import Occurrence, OccurrencePrivate, PrivateWords
from events.own_links import own_path, own_token
from events.selectors.rules import forget_rules
from events.services.doors import open_door_link
from events.services.hosts import give_host_link
from events.services.moving import move_occurrence
from pages.models import EventPage, EventsPage
from privacy.actors import Actor
from privacy.links import Purpose, make_link_token
from privacy.sealing import seal_new
from tests.events.factories import (
    confirm,
    fresh,
    make_event,
    make_occurrence,
    make_shift,
    register,
    register_and_confirm,
)
from tests.outbox.conftest import run_drain, sink  # noqa: F401  fixtures
from tests.privacy.seized import MARK, canaries_in

SYSTEM = Actor.system()
OURS = {"sec-fetch-site": "same-origin"}
pytestmark = pytest.mark.django_db
# By the name of their converter's argument.
TOKENS = {
    "countersign_event_confirm": Purpose.CONFIRM,
    "countersign_event_not_me": Purpose.NOT_ME,
    "countersign_event_no_reminders": Purpose.UNSUBSCRIBE,
    "countersign_proposal_confirm": Purpose.CONFIRM,
    "countersign_proposal_not_me": Purpose.NOT_ME,
}


@pytest.fixture
def rally(home):
    """A guarded date with pages, people, a door and a host; all that is private of it is a canary."""
    event = make_event(is_guarded=True, max_guests=2, legal_number="555-0100")
    occurrence = make_occurrence(event, starts_in=timedelta(days=2))
    shift = make_shift(occurrence, "North")
    row = OccurrencePrivate(occurrence=occurrence, is_guarded=True)
    said = dict.fromkeys(("en", "es"), f"{MARK} fountain")
    link = f"https://meet.example/{MARK}"
    groups = {shift.public_id.hex: said}
    seal_new(row, PrivateWords(meeting_point=said, instructions=said, online_link=link, groups=groups))
    row.save()
    index = home.add_child(instance=EventsPage(title="Events", slug="events"))
    page = index.add_child(instance=EventPage(title="Flyers", slug="flyers", event=event, live=False))
    page.save_revision().publish()
    forget_rules()
    return Occurrence.objects.select_related("event__campaign").get(pk=occurrence.pk)


@pytest.fixture
def mail(sink, run_drain):  # noqa: F811  the fixtures imported above
    """A mail server, and a way to have what waits sent to it: returns all that it has taken."""

    def send() -> list[bytes]:
        run_drain()
        return sink.raw

    return send


def paths_of(occurrence, attendance, door, host) -> dict[str, str]:
    """An address of each route of this app, by the route's name."""
    ids = {
        "public_id": occurrence.event.public_id,
        "date_id": occurrence.public_id,
        "year": occurrence.local_start.year,
        "month": occurrence.local_start.month,
    }
    found = {}
    for module in (urls, own_urls, door_urls, host_urls):
        for pattern in module.urlpatterns:
            name = pattern.name
            if name in TOKENS:
                token = make_link_token(TOKENS[name], attendance.public_id)
            elif module is door_urls:
                token = door_token(door)
            elif module is host_urls:
                token = host_token(host)
            else:
                token = own_token(attendance)
            known = {**ids, "token": token}
            if name.startswith("countersign_host") and module is urls:
                known["public_id"] = occurrence.event.campaign.public_id
            args = {key: known[key] for key in pattern.pattern.converters}
            found[name] = reverse(name, kwargs=args)
    return found


def every_row() -> int:
    """How many canaries stand in the rows of all tables, as Python shows them."""
    found = 0
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            alias = "keystore" if model.__module__ == "privacy.models.keystore" else "default"
            for row in model._base_manager.using(alias).values_list():
                found += sum(
                    canaries_in(
                        bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                    )
                    for value in row
                )
    return found


def answers_of(client, paths) -> dict[str, int]:
    """Canaries in the answer to a GET of each address, in both languages."""
    found = {}
    for name, path in paths.items():
        for language in ("en", "es"):
            response = client.get(path, {"lang": language}, headers={"accept-language": language})
            body = b"".join(response) if response.streaming else response.content
            found[f"{name} {language}"] = canaries_in(body) + canaries_in(str(response.headers).encode())
    return found


@pytest.mark.parametrize("before", [timedelta(days=1), timedelta(hours=1)], ids=["before", "after the hour"])
def test_the_meeting_point_stands_behind_one_button_and_nowhere_else(rally, client, mail, caplog, before):
    caplog.set_level(logging.DEBUG)
    shift = rally.shifts.get()
    mailed = register_and_confirm(rally, "ada@example.org")
    coded = fresh(register(rally, "", shift=shift, guests=1, said={"alias": "Blue"}))
    door = open_door_link(
        occurrence=rally, label="north", language="en", public_id=rally.public_id, actor=SYSTEM
    )
    host = give_host_link(
        event=rally.event, label="co-host", language="es", address="host@example.org", actor=SYSTEM
    )
    start = rally.local_start + timedelta(minutes=30)
    move_occurrence(occurrence=rally, local_start=start, local_end=start + timedelta(hours=2), actor=SYSTEM)
    remind_due()
    mail()

    with time_machine.travel(rally.starts - before, tick=False):
        remind_due()
        mail()
        surfaces = answers_of(client, paths_of(rally, fresh(coded), door, host))
        pages = {
            page.slug: page.get_url_parts()[2]
            for page in (*EventPage.objects.all(), *EventsPage.objects.all())
        }
        surfaces |= answers_of(client, pages)
        surfaces |= answers_of(client, {"thanks": f"{pages['flyers']}thanks/"})
        for name in ("confirm", "accept", "change"):
            answer = client.post(own_path(coded, f"countersign_own_{name}"), {}, headers=OURS)
            surfaces[f"own {name}"] = canaries_in(answer.content)
        page = EventPage.objects.get()
        preview = page.make_preview_request()
        surfaces["preview"] = canaries_in(
            preview.render().content if hasattr(preview, "render") else preview.content
        )
        surfaces["revisions"] = sum(canaries_in(str(one.content).encode()) for one in Revision.objects.all())
        surfaces["mails"] = sum(canaries_in(raw) for raw in mail())
        surfaces["rows of all tables"] = every_row()
        surfaces["log"] = canaries_in(caplog.text.encode())
        surfaces["pages that are kept"] = canaries_in(str(page_cache._near).encode())
        answer = client.post(own_path(coded, "countersign_own_place"), headers=OURS)
        own_page = client.get(own_path(coded)).content.decode()

    assert {name: number for name, number in surfaces.items() if number} == {}
    assert len(surfaces) > 60
    assert len(mail()) >= 3
    is_shown = before < timedelta(hours=3)
    # And the search would have found it.
    assert (answer.status_code, canaries_in(answer.content) > 0) == (200 if is_shown else 403, is_shown)
    assert (own_path(coded, "countersign_own_place") in own_page) == is_shown
    assert fresh(mailed).state == "accepted"


def test_all_mails_about_guarded_events_are_one(rally, mail):
    other = make_occurrence(
        make_event(is_guarded=True, needs_acceptance=True), starts_in=timedelta(hours=23), capacity=1
    )
    pending = [register(date, f"ada{date.pk}@example.org") for date in (rally, other)]
    mail()
    for row in pending:
        confirm(row)
    mail()
    remind_due()
    mail()
    move_occurrence(
        occurrence=rally,
        local_start=rally.local_start + timedelta(days=1),
        local_end=rally.local_end + timedelta(days=1),
        actor=SYSTEM,
    )
    mail()
    with time_machine.travel(rally.ends + timedelta(days=1, hours=4), tick=False):
        thank_due()
    # Each at a moment of its own.
    with time_machine.travel(rally.ends + timedelta(days=1, hours=17), tick=False):
        mail()

    said = set()
    for raw in mail():
        message = message_from_bytes(raw, policy=policy.default)
        text = message.get_body(("plain",)).get_content()
        url = next(line for line in text.splitlines() if "/do/" in line)
        html = message.get_body(("html",)).get_content()
        headers = {name: message[name] for name in ("Subject", "From", "Content-Language")}
        assert set(message.keys()) - {"Message-ID", "Date", "To"} == {
            *headers,
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
        }
        said.add((*headers.values(), text.replace(url, "URL"), html.replace(url, "URL").count("URL")))
    assert (len(said), len(mail()) >= 6) == (1, True)
    subject, text = next(iter(said))[0], next(iter(said))[3]
    assert subject == "There is news on your sign-up"
    for event in (rally.event, other.event):
        for word in (event.title_in("en"), "Oakland", "Downtown", event.campaign.title.best("en")[0]):
            assert word not in text


def test_without_a_server_of_their_own_no_guarded_mail_leaves(rally, mail, settings):
    settings.MAILERS = {"default": settings.MAILERS["default"], "bulk": settings.MAILERS["bulk"]}
    register(rally, "ada@example.org")

    mail()

    letters = apps.get_model("countersign_outbox.Letter").objects
    assert (mail(), letters.count()) == ([], 0)


def test_no_row_of_a_letter_stays(rally, mail):
    register_and_confirm(rally, "ada@example.org")
    mail()

    letters = apps.get_model("countersign_outbox.Letter").objects
    assert (len(mail()) > 0, letters.count()) == (True, 0)
