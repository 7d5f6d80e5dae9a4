"""``python -m tests.process COMMAND …``: a management command in a process of its own, on the test databases.

Their names are in TEST_DEFAULT and TEST_KEYSTORE; the ``start_command`` fixture sets them.
"""

import os
import sys

import django
from django.core.management import call_command
from django.db import connections

if __name__ == "__main__":
    django.setup()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = os.environ[f"TEST_{alias.upper()}"]
    call_command(*sys.argv[1:])
