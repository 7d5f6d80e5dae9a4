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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of the stranger uses both databases, and commits: his worker runs in the same process."""
    for item in items:
        item.add_marker(pytest.mark.django_db(databases=["default", "keystore"], transaction=True))
