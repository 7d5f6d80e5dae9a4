"""Pages behind private links to events: at the door, and those of a host without an account."""

from datetime import timedelta
from uuid import uuid4

from events.door_links import door_path
from events.host_links import host_path
from events.own_links import own_path
from events.services.doors import open_door_link
from events.services.hosts import give_host_link
from privacy.actors import Actor
from tests.events.factories import fresh, make_event, make_occurrence, register, register_and_confirm

SYSTEM = Actor.system()


def paths_behind_private_links(campaign, language: str) -> list[str]:
    """Doors that are open, blank, not open yet and ended; a host's pages of a guarded and of an open date;
    a guarded guest's own page."""
    event = make_event(is_guarded=True, campaign=campaign, needs_acceptance=True, max_guests=2)
    tonight = make_occurrence(event, starts_in=timedelta(hours=1), capacity=9)
    training = make_occurrence(make_event(campaign=campaign), starts_in=timedelta(hours=1))
    later = make_occurrence(event, starts_in=timedelta(days=3))
    register_and_confirm(training, f"axe.door.{language}@example.org")
    guest = register(tonight, "", language=language, said={"alias": "Axe"})
    doors = [
        open_door_link(occurrence=date, label="north", language=language, public_id=uuid4(), actor=SYSTEM)
        for date in (tonight, training, later)
    ]
    hosts = [
        give_host_link(event=date.event, label="co-host", language=language, actor=SYSTEM)
        for date in (tonight, training)
    ]
    paths = [door_path(door) for door in doors]
    paths += [door_path(doors[0], "countersign_door_blank")]
    for host, date in zip(hosts, (tonight, training), strict=True):
        at_date = f"{host_path(host)}{date.public_id}/"
        paths += [host_path(host), at_date, f"{at_date}paper/"]
    # A date of another event's.
    paths.append(f"{host_path(hosts[0])}{training.public_id}/")
    return [*paths, own_path(fresh(guest))]
