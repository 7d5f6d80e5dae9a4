"""Two servers and three workers on one PostgreSQL and one cache: nothing that matters is in one process."""

import time

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from wagtail.models import Site

from config import readiness
from outbox.enums import SendState, WhyNot
from outbox.models import Letter
from pages.models import UpdatePage
from privacy.actors import Actor
from privacy.locking import lock_vault, unlock_at_terminal
from tests.faults.books import lost_and_doubled
from tests.faults.counted import count_run, runs_of
from tests.faults.house import House, wait_until
from tests.faults.visitors import FORM, Crowd, get, post, sign_path
from tests.petitions.factories import make_petition
from tests.proof import proof_size, record_figure
from tests.site.page_builders import make_home, publish

SERVERS, WORKERS = 2, 3
# The layer in front of the shared cache forgets after a second, the lock is read once a second.
A_MOMENT = 5.0


def note_all_migrations() -> None:
    """A run that makes its tables without migrations has none written down, and no server would be ready."""
    for alias in ("default", "keystore"):
        recorder = MigrationRecorder(connections[alias])
        recorder.ensure_schema()
        for label, name in set(readiness._shipped(alias)) - recorder.applied_migrations().keys():
            recorder.record_applied(label, name)


@pytest.fixture
def houses(build, petitions, root_page) -> list[House]:
    """Two gunicorn masters with one process each; the workers belong to the first."""
    note_all_migrations()
    built = [build() for _ in range(SERVERS)]
    for house in built:
        house.serve(workers=1)
    for _ in range(WORKERS):
        built[0].command("run_worker")
    return built


def everywhere(houses: list[House], path: str, **headers: str) -> list[int]:
    return [get(house.port, path, **headers).status for house in houses]


@pytest.mark.proof
@pytest.mark.postgres
def test_nothing_that_matters_is_kept_in_one_process(houses, ids, mails):
    ports = [house.port for house in houses]
    assert everywhere(houses, "/readyz") == [200, 200]
    tasks = proof_size(60, 3_000)
    for number in range(tasks):
        count_run.enqueue(number)

    took = {
        "purge": _a_purge_is_seen_by_all(ports),
        "lock": _a_lock_is_seen_by_all(ports, ids),
        "session": _a_session_is_everywhere_until_it_is_ended(houses),
    }
    _a_limit_is_shared(ports)
    thanked = _signatures_through_both(ports, ids)
    wait_until(lambda: all(runs_of(number) for number in range(tasks)), what="all tasks run", seconds=300)
    doubled_tasks = sum(runs_of(number) != 1 for number in range(tasks))

    lost, doubled = lost_and_doubled(thanked)
    assert (lost, doubled, doubled_tasks) == (0, 0, 0)
    seconds = ", ".join(f"{what} {took_seconds:.1f} s" for what, took_seconds in took.items())
    record_figure(
        "processes, 2 servers and 3 workers on one database and cache: signed at both / lost / doubled "
        "/ tasks / run twice; letters over the limit; seen by all after",
        f"{len(thanked)} / {lost} / {doubled} / {tasks} / {doubled_tasks}; 0; {seconds}",
    )


def _seen_by_all(ports: list[int], path: str, is_so, what: str) -> float:
    """Seconds until every server answers so."""
    began = time.monotonic()
    wait_until(lambda: all(is_so(get(port, path)) for port in ports), what=what, seconds=A_MOMENT)
    return time.monotonic() - began


def _a_purge_is_seen_by_all(ports: list[int]) -> float:
    """A page is published anew by this process: no server shows the old one any more."""
    home = make_home(None)
    Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    Site.clear_site_root_paths_cache()
    page = publish(home, UpdatePage(title="The old words", slug="words"))
    path = page.get_url_parts()[2]
    assert ["The old words" in get(port, path).text for port in ports] == [True, True]
    # From the copy that both now have.
    assert ["The old words" in get(port, path).text for port in ports] == [True, True]
    page.title = "The new words"
    page.save_revision().publish()
    return _seen_by_all(
        ports, path, lambda page: "The new words" in page.text and "old words" not in page.text, "a purge"
    )


def _a_lock_is_seen_by_all(ports: list[int], ids: list) -> float:
    """No server takes a form while it is locked, and each says so to who asks whether it is ready."""
    lock_vault(actor=Actor.system())
    took = _seen_by_all(ports, "/readyz", lambda answer: answer.text == "locked\n", "the lock")
    form = {**FORM, "email": "locked@example.org"}
    assert [post(port, sign_path(ids[0]), form).status for port in ports] == [503, 503]
    unlock_at_terminal()
    _seen_by_all(ports, "/readyz", lambda answer: answer.text == "ready\n", "the unlocking")
    return took


def _a_session_is_everywhere_until_it_is_ended(houses: list[House]) -> float:
    """Made here, good at both servers, and ended at both."""
    client = Client()
    client.force_login(User.objects.create_superuser("of-all"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    headers = {"Cookie": f"{cookie.key}={cookie.value}"}
    assert everywhere(houses, "/admin/", **headers) == [200, 200]
    Session.objects.all().delete()
    assert everywhere(houses, "/admin/", **headers) == [302, 302]
    return 0.0


def _a_limit_is_shared(ports: list[int]) -> None:
    """Two mails a day to an address that has not confirmed, whichever server it is typed at."""
    petitions = [make_petition() for _ in range(4)]
    address = {**FORM, "email": "often@example.org"}
    for place, petition in enumerate(petitions):
        assert post(ports[place % 2], sign_path(petition.public_id), address).status == 303
    ours = list(Letter.objects.order_by("-pk").values_list("pk", flat=True)[:4])
    ended = Letter.objects.filter(pk__in=ours, state__in=[SendState.SENT, SendState.SKIPPED])
    wait_until(lambda: ended.count() == 4, what="the letters are dealt with")
    assert sorted(ended.values_list("state", "why")) == [
        *[(SendState.SENT, "")] * 2,
        *[(SendState.SKIPPED, WhyNot.TOO_MANY)] * 2,
    ]


def _signatures_through_both(ports: list[int], ids: list) -> dict:
    """People sign at both at once; who was thanked is there once."""
    crowds = [Crowd(port, ids, name=f"at{place}-") for place, port in enumerate(ports)]
    for crowd in crowds:
        crowd.sign(proof_size(10, 500), threads=4)
    assert [crowd.wrong for crowd in crowds] == [[], []]
    return {address: petition for crowd in crowds for address, petition in crowd.thanked.items()}
