"""Events for ``register_post``, ``events_index`` and ``roster``, inside our own Django:
``python -m benchmarks.event_rows DEED [N]``.

``events N`` grows the list to N events of one date and a page each, ``attendees N`` one date to N people.
``form``, ``index`` and ``roster`` print a path; of the form also what its choice of date is.
"""

import sys
from datetime import timedelta
from typing import Any

import django

BATCH = 500
CAMPAIGN = "bench-events"
ROSTER = "Roster"


def campaign() -> Any:
    """The campaign of all of them, made where there is none."""
    from campaigns.models import Campaign  # noqa: PLC0415 (after django.setup)
    from campaigns.services import start_campaign  # noqa: PLC0415
    from privacy.actors import Actor  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415

    if (found := Campaign.objects.filter(slug=CAMPAIGN).first()) is not None:
        return found
    return start_campaign(
        title=LocalizedText(en="Events"), slug=CAMPAIGN, first_language="en", actor=Actor.system()
    )


def make_event(name: str, *, in_days: int) -> Any:
    """An open event with one date and a page."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415
    from wagtail.models import Page, Site  # noqa: PLC0415

    from events.enums import EventState  # noqa: PLC0415
    from events.jobs.dates import make_date  # noqa: PLC0415
    from events.models import Event, EventKind  # noqa: PLC0415
    from pages.models import EventPage  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415

    event = Event.objects.create(
        campaign=campaign(),
        kind=EventKind.objects.filter(is_guarded=False).first(),
        name=name,
        title=LocalizedText(en=name),
        state=EventState.CONFIRMED,
        venue={"en": "Main Library"},
        locality="Oakland",
        region="CA",
        country="US",
        zone="America/Los_Angeles",
        is_place_public=True,
    )
    day = datetime.now(UTC).replace(tzinfo=None, hour=18, minute=0, second=0, microsecond=0)
    start = day + timedelta(days=in_days)
    home = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    # Both lock rows where they can be locked.
    with transaction.atomic():
        make_date(event, local_start=start, local_end=start + timedelta(hours=2))
        home.add_child(instance=EventPage(title=name, slug=f"event-{event.pk}", event=event, live=True))
    return event


def fill_events(size: int) -> None:
    """Grow to as many events, over the next eleven months, by plain inserts: one by one each of them writes a
    key, an entry of the search and of the references, which nobody who looks at the list asks for."""
    from benchmarks.people import analyze  # noqa: PLC0415
    from events.models import Event  # noqa: PLC0415

    have = Event.objects.filter(campaign=campaign()).count()
    while have < size:
        _insert_events(range(have, min(have + BATCH, size)))
        have = min(have + BATCH, size)
    analyze()


def _insert_events(numbers: range) -> None:
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from events.enums import EventState  # noqa: PLC0415
    from events.models import Event, EventKind, Occurrence  # noqa: PLC0415
    from privacy.inserts import insert_many  # noqa: PLC0415
    from privacy.local_time import to_utc  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415

    kind, of, zone = EventKind.objects.filter(is_guarded=False).first(), campaign(), "America/Los_Angeles"
    events = [
        Event(
            campaign=of,
            kind=kind,
            name=f"Training {number}",
            title=LocalizedText(en=f"Training {number}"),
            state=EventState.CONFIRMED,
            venue=LocalizedText(en="Main Library"),
            locality="Oakland",
            region="CA",
            country="US",
            zone=zone,
            is_place_public=True,
        )
        for number in numbers
    ]
    day = timezone.now().replace(tzinfo=None, hour=18, minute=0, second=0, microsecond=0)
    starts = [day + timedelta(days=1 + number % 330) for number in numbers]
    with transaction.atomic():
        insert_many(events)
        insert_many(
            [
                Occurrence(
                    event=event,
                    local_start=start,
                    local_end=start + timedelta(hours=2),
                    starts=to_utc(start, zone),
                    ends=to_utc(start + timedelta(hours=2), zone),
                )
                for event, start in zip(events, starts, strict=True)
            ]
        )
        _insert_pages(events)


def _insert_pages(events: list[Any]) -> None:
    """A live page for each, under the front page."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from wagtail.models import Page, Site  # noqa: PLC0415

    from pages.models import EventPage  # noqa: PLC0415
    from privacy.inserts import insert_many  # noqa: PLC0415

    home = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    last = home.get_last_child()
    first = Page._str2int(last.path[-Page.steplen :]) + 1 if last is not None else 1
    kind = ContentType.objects.get_for_model(EventPage)
    pages = [
        Page(
            title=event.name,
            draft_title=event.name,
            slug=f"event-{event.pk}",
            url_path=f"{home.url_path}event-{event.pk}/",
            path=Page._get_path(home.path, home.depth + 1, first + number),
            depth=home.depth + 1,
            content_type=kind,
            locale=home.locale,
            live=True,
        )
        for number, event in enumerate(events)
    ]
    insert_many(pages)
    Page.objects.filter(pk=home.pk).update(numchild=home.numchild + len(pages))
    # The part of an event's page alone: the other was inserted above.
    fields = EventPage._meta.local_concrete_fields
    quote = connection.ops.quote_name
    rows = []
    for page, event in zip(pages, events, strict=True):
        own = EventPage(page_ptr_id=page.pk, event=event)
        rows.append([field.get_db_prep_save(field.pre_save(own, True), connection) for field in fields])
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(EventPage._meta.db_table)} "
            f"({', '.join(quote(field.column) for field in fields)}) "
            f"VALUES ({', '.join(['%s'] * len(fields))})",
            rows,
        )


def fill_attendees(size: int) -> None:
    """Grow one date to as many accepted people, each truly sealed."""
    from benchmarks import people  # noqa: PLC0415
    from events.models import Attendance, Event, Occurrence, OpenAttendance, TypedAttendance  # noqa: PLC0415
    from privacy.inserts import insert_many  # noqa: PLC0415
    from privacy.sealing import seal_new  # noqa: PLC0415
    from supporters.models import Supporter  # noqa: PLC0415

    event = Event.objects.filter(name=ROSTER).first() or make_event(ROSTER, in_days=7)
    date = Occurrence.objects.get(event=event)
    people.fill(size)
    have = Attendance.objects.filter(occurrence=date).count()
    supporters = list(Supporter.objects.order_by("pk")[have:size])
    for start in range(0, len(supporters), BATCH):
        own = supporters[start : start + BATCH]
        rows = [
            Attendance(occurrence=date, state="accepted", has_place=True, is_confirmed=True, language="en")
            for _one in own
        ]
        for row in rows:
            row.has_address = True
            seal_new(row, TypedAttendance(code="AAAAAAA"))
        insert_many(rows)
        insert_many(
            [
                OpenAttendance(attendance=row, occurrence=date, supporter=supporter)
                for row, supporter in zip(rows, own, strict=True)
            ]
        )
    Occurrence.objects.filter(pk=date.pk).update(taken=size)
    people.analyze()


def form_path() -> str:
    """The page of one event, and the key of its date."""
    from events.models import Event  # noqa: PLC0415
    from pages.models import EventPage  # noqa: PLC0415

    event = Event.objects.filter(name="Form").first() or make_event("Form", in_days=7)
    page = EventPage.objects.get(event=event)
    return f"{page.get_url_parts()[2]} {event.occurrences.get().public_id.hex}"


def index_path() -> str:
    """The page that lists all events."""
    from django.db import transaction  # noqa: PLC0415
    from wagtail.models import Page, Site  # noqa: PLC0415

    from pages.models import EventsPage  # noqa: PLC0415

    page = EventsPage.objects.filter(slug="all-events").first()
    if page is None:
        home = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
        with transaction.atomic():
            page = home.add_child(instance=EventsPage(title="All events", slug="all-events", live=True))
    return str(page.get_url_parts()[2])


def roster_path() -> str:
    """Who comes to that date, and the cookie of somebody who may see it."""
    from django.urls import reverse  # noqa: PLC0415

    from benchmarks.staff import cookie  # noqa: PLC0415
    from events.models import Occurrence  # noqa: PLC0415

    date = Occurrence.objects.get(event__name=ROSTER)
    return f"{reverse('event:date', args=[date.public_id])} {cookie()}"


if __name__ == "__main__":
    django.setup()
    fillers = {"events": fill_events, "attendees": fill_attendees}
    if sys.argv[1] in fillers:
        fillers[sys.argv[1]](int(sys.argv[2]))
    else:
        print({"form": form_path, "index": index_path, "roster": roster_path}[sys.argv[1]]())
