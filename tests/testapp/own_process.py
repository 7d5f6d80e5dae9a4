"""The stranger's tests run in a process of their own, with his settings; see tests/test_testapp.py.

A plugin and no conftest.py: pytest would load that for our own tests as well, and his settings with it.
"""

import os
import sys
from pathlib import Path

import django
import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
os.environ["DJANGO_SETTINGS_MODULE"] = "stranger.settings"
django.setup()

from petitions.selectors import forget_rules  # noqa: E402  needs the line above
from privacy.keystore import forget_blocks  # noqa: E402
from privacy.wakeups import forget_wakeups  # noqa: E402
from tests.garbage import collect_seldom  # noqa: E402
from tests.migrating import keystore_by_its_own_migrations  # noqa: E402
from tests.pristine import instead_of_flushing  # noqa: E402

# His tables are made by all migrations, which leave much of it.
collect_seldom()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """How his databases are made: as the docs tell him to."""
    with keystore_by_its_own_migrations():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """His databases, put back after each test; to empty them and have each app begin anew takes seconds."""
    with instead_of_flushing(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _nothing_of_the_last_test():
    """Forget what this process remembers of rows that the end of the last test took away."""
    for forget in (forget_blocks, forget_wakeups, forget_rules):
        forget()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of the stranger uses both databases, and commits: his worker runs in the same process."""
    for item in items:
        item.add_marker(pytest.mark.django_db(databases=["default", "keystore"], transaction=True))
