"""The stranger's tests run in a process of their own, with his settings; see tests/test_testapp.py."""

import os
import sys
from pathlib import Path

import django
import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
os.environ["DJANGO_SETTINGS_MODULE"] = "stranger.settings"
django.setup()


@pytest.fixture(autouse=True)
def _both_databases(request):
    """Every test of the stranger uses both databases."""
    request.applymarker(pytest.mark.django_db(databases=["default", "keystore"]))
