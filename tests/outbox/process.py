"""``python -m tests.outbox.process``: a worker that drains until nothing is left; tests kill it.

The test databases are named by TEST_DEFAULT and TEST_KEYSTORE, the mail server by MAIL_URL.
"""

import os

import django
from django.db import connections

if __name__ == "__main__":
    django.setup()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = os.environ[f"TEST_{alias.upper()}"]

    from outbox.jobs import drain_letters
    from tests.outbox import letters  # noqa: F401  registers the kinds

    while drain_letters():
        pass
