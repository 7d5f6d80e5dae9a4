"""How the tests are spread over the workers of one run, and what these share.

Imported by tests/conftest.py, which makes hooks of these functions. None does anything where one process
runs them all (``-n0``, or plain ``pytest``).
"""

import os
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadScopeScheduling

from tests.garbage import collect_seldom
from tests.migrating import keystore_by_its_own_migrations

# Begun first, so that in the end no worker is alone with what takes long. An outdated list costs time only.
FIRST = (
    "tests/test_testapp.py",
    "tests/browser/test_sweeps.py",
    "tests/outbox/test_kill.py",
    "tests/petitions/test_fraud_kill.py",
    "tests/petitions/test_pack_kill.py",
    "tests/petitions/test_news_kill.py",
    "tests/privacy/test_seizure.py",
    "tests/site/",
    "tests/browser/",
)


# Names a file that is there once the main process has migrated.
MIGRATED = "COUNTERSIGN_TESTS_MIGRATED"
PATIENCE = 900  # seconds
# Modules that put back the same demo, which is made once for all of them.
TOGETHER = ("tests/site/test_demo.py", "tests/site/test_pages.py")


class Spread(LoadScopeScheduling):
    """A module's tests stay together, but for those in Chromium: each of them goes to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/browser/"):
            return nodeid
        module = super()._split_scope(nodeid)
        return TOGETHER[0] if module in TOGETHER else module


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Spread | None:
    if config.getvalue("dist") != "loadscope":
        return None
    # It would begin with the modules of most tests; the workers have put them in order (below).
    config.option.loadscopereorder = False
    return Spread(config, log)


def place_in(items: list[pytest.Item]) -> Callable[[pytest.Item], tuple[int, int, str]]:
    """What takes long first, then the modules of most tests; a key to sort by."""
    modules = Counter(item.nodeid.partition("::")[0] for item in items)

    def place(item: pytest.Item) -> tuple[int, int, str]:
        module = item.nodeid.partition("::")[0]
        first = next((at for at, path in enumerate(FIRST) if module.startswith(path)), len(FIRST))
        return first, -modules[module], module

    return place


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """On PostgreSQL, migrate test databases once, and have those of the workers copied from them.

    In a thread, for the workers load and collect meanwhile: that and the migrations each take a minute.
    """
    config = session.config
    is_worker = hasattr(config, "workerinput")
    is_alone = not is_worker and config.getvalue("dist") == "no"
    if is_alone or config.getvalue("nomigrations") or connections["default"].vendor != "postgresql":
        return
    if is_worker:
        for connection in connections.all():
            connection.settings_dict["TEST"]["TEMPLATE"] = f"test_{connection.settings_dict['NAME']}"
        return
    collect_seldom()
    directory = tempfile.TemporaryDirectory(prefix="countersign-template-")
    os.environ[MIGRATED] = str(Path(directory.name) / "migrated")
    made: list[object] = []
    thread = threading.Thread(target=_migrate, args=(config, made))
    thread.start()

    def end() -> None:
        thread.join()
        directory.cleanup()
        del os.environ[MIGRATED]
        if made:
            _remove(config, made)

    config.add_cleanup(end)


def _migrate(config: pytest.Config, made: list[object]) -> None:
    """Fill ``made``; write down that it is done, or what went wrong."""
    told = ""
    try:
        with config.stash[blocking_manager_key].unblock(), keystore_by_its_own_migrations():
            made += setup_databases(verbosity=0, interactive=False)
            for connection in connections.all():
                # They are removed by the main thread.
                connection.inc_thread_sharing()
                # A database that somebody is connected to cannot be copied.
                connection.close()
                connection.close_pool()
    except BaseException:  # noqa: BLE001  each worker says it
        told = traceback.format_exc()
    place = Path(os.environ[MIGRATED])
    place.with_suffix(".new").write_text(told)
    place.with_suffix(".new").rename(place)


def wait_for_migrations() -> None:
    """Until this worker's databases can be copied from those that the main process migrates."""
    place, until = os.environ.get(MIGRATED), time.monotonic() + PATIENCE
    while place and not Path(place).exists():
        assert time.monotonic() < until, "The migrations take too long."
        time.sleep(0.1)
    assert not place or Path(place).read_text() == ""


def _remove(config: pytest.Config, made: object) -> None:
    with config.stash[blocking_manager_key].unblock():
        teardown_databases(made, verbosity=0)
