"""What every test stands on: its own keys and data directory, and both databases.

Settings are read from the environment, so the environment is made here, before Django starts.
"""

import atexit
import base64
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.utils import translation

# A stranger's site has its own settings and so its own process (tests/test_testapp.py).
collect_ignore = ["testapp"]
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
ROOT = Path(__file__).resolve().parents[1]


def _key(name: str) -> str:
    return "1:" + base64.b64encode(name.ljust(32, ".").encode()).decode()


# One directory per process: several runs, and the workers of one run, never share a file. In memory where
# there is room: a commit on SQLite waits for the disk, and the keystore's for twice.
_memory = Path("/dev/shm")
_has_room = os.access(_memory, os.W_OK) and shutil.disk_usage(_memory).free > 2 * 1024**3
_data_dir = tempfile.mkdtemp(prefix="countersign-tests-", dir=_memory if _has_room else None)
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)

for _name in ("KEK", "IDX", "SIG", "SECRET_KEY"):
    os.environ.pop(f"{_name}_FILE", None)
os.environ.update(
    DATA_DIR=_data_dir,
    DEBUG="1",
    SECRET_KEY="a key for tests only, which signs nothing that lasts",
    KEK=_key("key encryption key of tests"),
    IDX=_key("index key of tests"),
    SIG=_key("signing key of tests"),
    BASE_URL="http://localhost:8000",
    DJANGO_SETTINGS_MODULE="config.settings",
    # Playwright's event loop runs in the thread that also asks the database.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
    # Commands speak the language of the terminal.
    LC_ALL="C.UTF-8",
)
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
django.setup()

from wagtail.models import Locale, Page  # noqa: E402

from campaigns import load, page_cache  # noqa: E402  needs the line above
from campaigns.domains import forget_domains  # noqa: E402  needs the line above
from donations.selectors import rules as give_rules  # noqa: E402  needs the line above
from events.selectors import rules as event_rules  # noqa: E402  needs the line above
from petitions.selectors import rules as sign_rules  # noqa: E402  needs the line above
from privacy import keystore, lock, scrub  # noqa: E402  needs the line above
from privacy.keystore import forget_blocks  # noqa: E402  needs the line above
from privacy.wakeups import forget_wakeups  # noqa: E402
from staff import proof  # noqa: E402
from supporters import default_country  # noqa: E402
from tests import spread  # noqa: E402
from tests.garbage import collect_seldom  # noqa: E402
from tests.migrating import keystore_by_its_own_migrations  # noqa: E402
from tests.pristine import instead_of_flushing  # noqa: E402
from tests.spread import pytest_sessionstart, pytest_xdist_make_scheduler  # noqa: E402, F401  hooks
from tests.warm import Forked, Parent  # noqa: E402
from tests.whole_logins import log_in_wholly  # noqa: E402

# How long an example took says how busy the machine is.
hypothesis.settings.register_profile(
    "busy",
    parent=hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Make logging in cheap; nothing here tests Django's password hashing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    log_in_wholly()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """All modules are loaded, and stay."""
    collect_seldom()


@pytest.fixture(autouse=True)
def _scrubs_wait_for_the_other_worker(monkeypatch):
    """Each test of another worker is one transaction in the same cluster, and some take a minute."""
    monkeypatch.setattr(scrub, "SCRUB_PATIENCE", 300)


@pytest.fixture(autouse=True)
def _no_login_grows_old(request, monkeypatch):
    """Tests travel by days with one login; those of the door have its own times."""
    if not request.node.nodeid.startswith("tests/staff/"):
        monkeypatch.setattr(proof, "FRESH_FOR", timedelta(days=3650))
        monkeypatch.setattr(proof, "IDLE_AFTER", timedelta(days=3650))


@pytest.fixture(autouse=True)
def _a_block_is_small(request, monkeypatch):
    """The first deed of each test draws a block of keys anew, of which it takes a few; the vault's own tests
    have whole ones.
    """
    if not request.node.nodeid.startswith("tests/privacy/"):
        monkeypatch.setattr(keystore, "BLOCK", 100)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Leave out tests of the other database; give every test that uses a database both aliases.

    Both, because no deed of ours touches only one. What uses none says the same on each: it is run on SQLite.
    """
    on_postgres = connections["default"].vendor == "postgresql"
    here, elsewhere = [], []
    for item in items:
        marker = item.get_closest_marker("django_db")
        uses_one = marker or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        if uses_one:
            options = {"databases": ["default", "keystore"], **(marker.kwargs if marker else {})}
            item.add_marker(pytest.mark.django_db(**options), append=False)
        is_for_the_other = item.get_closest_marker("sqlite" if on_postgres else "postgres")
        if is_for_the_other or (on_postgres and not uses_one and not item.get_closest_marker("postgres")):
            elsewhere.append(item)
        else:
            here.append(item)
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = here
    yield
    if hasattr(config, "workerinput"):
        items.sort(key=spread.place_in(items))


@pytest.fixture(autouse=True)
def _nothing_of_the_last_test(monkeypatch):
    """Forget what this process remembers of rows that the last test's rollback took away: it told nobody."""
    forget_blocks()
    forget_wakeups()
    forget_domains()
    for rules in (sign_rules, event_rules, give_rules):
        rules.forget_rules()
        # Read anew in the middle of a test, on a slow machine, they would cost queries that it counts.
        monkeypatch.setattr(rules, "RULES_SECONDS", 600.0)
    page_cache.forget_near()
    # On PostgreSQL the cache is a table: it is rolled back, or emptied where the databases are put back.
    if connections["default"].vendor == "sqlite":
        caches["default"].clear()
    # The language of the last page that was asked for stays in the thread.
    translation.deactivate()
    # Or tests that count what is asked would count one more: once a second, and every 30 seconds.
    lock._look = lock._Look(os.getpid(), due=time.monotonic() + 3600, locked=False)
    load.forget_load(for_seconds=3600)
    default_country.forget_country(for_seconds=3600)
    yield
    forget_blocks()
    forget_wakeups()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_use_migrations):
    """Let no pool outlive the test databases' names: one that a look made before leads to the real ones."""
    spread.wait_for_migrations()
    for connection in connections.all():
        if getattr(connection, "pool", None) is not None:
            connection.close_pool()
    with keystore_by_its_own_migrations() if django_db_use_migrations else nullcontext():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test databases, and their copies for what a test has committed."""
    with instead_of_flushing(django_db_blocker):
        yield


@pytest.fixture(scope="session")
def parents():
    """Holds the process that forks the commands below, once a test has asked for one."""
    made: list[Parent] = []
    yield made
    for parent in made:
        parent.end()


@pytest.fixture
def start_command(transactional_db, parents):
    """Starts a management command as a process of its own on the test databases; killed after the test.

    Rows must be committed for it to see them, so the test is a transactional one.
    """
    started: list[Forked] = []

    def start(*command: str) -> Forked:
        if not parents:
            parents.append(Parent())
        started.append(parents[0].start("command", *command))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def root_page(db) -> Page:
    """Wagtail's root page and both languages, which a flushed database and --no-migrations lack."""
    for language in ("en", "es"):
        Locale.objects.get_or_create(language_code=language)
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
